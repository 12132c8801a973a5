import fc from 'fast-check'
import type Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { type Answers, readAnswers } from '../../src/registration/answers.ts'
import { inputsOf, valueAt } from '../../src/registration/fields/definition.ts'
import { questionnaire } from '../../src/registration/questions.ts'
import { situationOf } from '../../src/registration/situation.ts'
import { registrationSteps } from '../../src/registration/steps.ts'
import type { FormValues, UploadedFile } from '../../src/route.ts'
import { COUNTRIES, countrySpec } from '../../src/simulator/countries/index.ts'
import { picture } from './answers.ts'
import { accountWith, atTheDesk } from './support.ts'

interface Given {
  country?: string
  live?: boolean
  partial?: boolean
  files?: UploadedFile[]
  account?: Stripe.Account
}

/** Answers to an account that asks for everything its country may ask. */
function answer(
  values: FormValues,
  { country = 'GB', live = false, partial = true, files = [], account }: Given = {},
): Answers {
  const { minimum = [], additional = [] } = countrySpec(country)?.verification_fields.individual ?? {}
  const situation = situationOf(
    atTheDesk({ live }),
    account ?? accountWith({ country, due: minimum, later: additional }),
  )
  const { questions, alternatives } = questionnaire(situation)
  return readAnswers(situation, questions, alternatives, { values, files }, partial)
}

const codes = (values: FormValues, given?: Given) => answer(values, given).problems.map(({ code }) => code)
const sent = (values: FormValues, given?: Given) => {
  const { changes, problems } = answer(values, given)
  expect(problems).toEqual([])
  return changes[0]?.value
}

describe('what is typed', () => {
  test('counts without the marks that come with it when it is pasted, which nobody sees', () => {
    expect(sent({ individual_first_name: '\u202AMaya\u202C' })).toBe('Maya')
    expect(sent({ individual_email: 'maya@example.com\u200B' })).toBe('maya@example.com')
    expect(sent({ individual_id_number: '\u200E123-45-6789\uFEFF' }, { country: 'US' })).toBe('123456789')
    expect(sent({ individual_first_name: 'می\u200Cنا' }), 'this one belongs to the name').toBe('می\u200Cنا')
  })

  test.each([
    ['JP', { individual_address_kanji_postal_code: '１５０－０００１' }, '150-0001'],
    ['JP', { individual_email: 'ｈａｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ' }, 'hana@example.com'],
    ['AE', { individual_id_number: '٧٨٤-١٩٩٠-١٢٣٤٥٦٧-١' }, '784199012345671'],
    ['US', { individual_address_postal_code: '９４１１１' }, '94111'],
  ])('in %s may have the figures of the keyboard there', (country, values, expected) => {
    expect(sent(values, { country })).toBe(expected)
  })

  test('as a date of birth may have such figures too, and is no change when it means the same', () => {
    const born = { individual_dob_year: '１９８６', individual_dob_month: '７', individual_dob_day: '４' }
    expect(sent(born, { country: 'JP' })).toEqual({ year: 1986, month: 7, day: 4 })
    const account = accountWith({
      country: 'JP',
      rest: { individual: { dob: { year: 1986, month: 7, day: 4 } } },
    })
    expect(answer(born, { account })).toMatchObject({ changes: [], problems: [] })
  })
})

test('a document for which something else may be given is asked for whole, not for one of its sides', () => {
  const account = accountWith({
    country: 'US',
    due: ['individual.verification.document'],
    alternatives: [
      {
        original_fields_due: ['individual.verification.document'],
        alternative_fields_due: ['individual.verification.additional_document'],
      },
    ],
  })
  const [problem] = answer({}, { account, partial: false }).problems
  expect(problem?.message).not.toContain('(front)')
})

test('mistakes in both sides of a document are told together, each with its side', () => {
  const name = 'individual_verification_document'
  const files = [
    picture(`${name}_front`, 'front.png', Buffer.alloc(0)),
    picture(`${name}_back`, 'back.txt', Buffer.from('no picture')),
  ]
  const account = accountWith({ country: 'GB', due: ['individual.verification.document'] })
  const { problems } = answer({}, { account, files })
  expect(problems.map(({ field }) => field)).toEqual([`${name}_front`, `${name}_back`])
  const [step] = registrationSteps(atTheDesk(), account, { values: { [`${name}_front`]: '' }, problems })
  const error = step?.groups[0]?.fields[0]?.error
  expect(error).toContain('(front): this file is empty.')
  expect(error).toContain('(back): please choose a JPG or PNG picture.')
})

test('mistakes in two scripts are told apart', () => {
  const due = ['last_name_kanji', 'last_name_kana', 'address_kanji.line1', 'address_kana.line1']
  const account = accountWith({ country: 'JP', due: due.map((name) => `individual.${name}`) })
  const said = answer({}, { account, partial: false }).problems.map(({ message }) => message)
  expect(said).toContain('Last name in kanji: please fill this in.')
  expect(said).toContain('Last name in katakana: please fill this in.')
  expect(new Set(said).size).toBe(said.length)
})

describe('names', () => {
  test('are of any script', () => {
    for (const name of ['Zoë', "O'Brien", 'Jean-Luc', 'Müller', '毛', 'Nguyễn', 'José María', 'Иванов'])
      expect(sent({ individual_first_name: name })).toBe(name)
  })

  test('have letters, and no more of them than Stripe takes', () => {
    for (const name of ['123', '<b>Maya</b>', 'maya@example.com', 'a'.repeat(101), 'Ma\tya', 'Ma\nya'])
      expect(codes({ individual_first_name: name })).toEqual(['invalid-individual_first_name'])
  })

  test('in kana are katakana; hiragana is taken for it', () => {
    expect(sent({ individual_last_name_kana: 'やまだ' }, { country: 'JP' })).toBe('ヤマダ')
    expect(sent({ individual_last_name_kana: 'ﾔﾏﾀﾞ' }, { country: 'JP' })).toBe('ﾔﾏﾀﾞ')
    expect(codes({ individual_last_name_kana: '山田' }, { country: 'JP' })).toHaveLength(1)
    expect(codes({ individual_last_name_kana: 'Yamada' }, { country: 'JP' })).toHaveLength(1)
  })

  test('by which a person is known otherwise are not nothing but commas', () => {
    expect(codes({ individual_full_name_aliases: ' , ,' }, { country: 'SG' })).toEqual([
      'invalid-individual_full_name_aliases',
    ])
  })

  test('by which a person is known otherwise may be none', () => {
    const alias = (typed: string) => sent({ individual_full_name_aliases: typed }, { country: 'SG' })
    expect(alias('None')).toEqual([''])
    expect(alias('Mei, Mei Ling ,')).toEqual(['Mei', 'Mei Ling'])
  })
})

describe('a phone number', () => {
  test('is sent in international form', () => {
    expect(sent({ individual_phone: '020 7946 0123' })).toBe('+442079460123')
    expect(sent({ individual_phone: '(415) 555-2671' }, { country: 'US' })).toBe('+14155552671')
    expect(sent({ individual_phone: '090-1234-5678' }, { country: 'JP' })).toBe('+819012345678')
    expect(sent({ individual_phone: '+49 30 901820' })).toBe('+4930901820')
  })

  test('must exist in live mode', () => {
    expect(codes({ individual_phone: '0000000000' }, { live: true })).toHaveLength(1)
    expect(sent({ individual_phone: '0000000000' })).toBe('0000000000')
    for (const phone of ['12', 'phone', '+', '++44'])
      expect(codes({ individual_phone: phone })).toEqual(['invalid-individual_phone'])
  })
})

test('an e-mail address has something on both sides of the @', () => {
  expect(sent({ individual_email: 'a.b+c@example.co.uk' })).toBe('a.b+c@example.co.uk')
  for (const email of ['a', 'a@', '@b.c', 'a@b', 'a b@c.de', 'a@b..de', 'a@b.c,d@e.f'])
    expect(codes({ individual_email: email }), email).toEqual(['invalid-individual_email'])
})

test('a web address is one that anybody can open', () => {
  expect(sent({ business_profile_url: 'example.com/shop' })).toBe('https://example.com/shop')
  expect(sent({ business_profile_url: 'http://münchen.example' })).toBe('http://münchen.example')
  for (const url of [
    'shop',
    'javascript:alert(1)',
    'ftp://example.com',
    'https://localhost',
    'https://me@x.de',
  ])
    expect(codes({ business_profile_url: url }), url).toEqual(['invalid-business_profile_url'])
})

describe('a postal code', () => {
  test.each([
    ['US', '94103', '9410'],
    ['GB', 'bs1 4dj', '12345'],
    ['CA', 'k1a 0b1', '94103'],
    ['DE', '10115', '1011'],
    ['NL', '1011 ab', '1011'],
    ['PT', '1100-148', '1100'],
    ['BR', '01310-100', '0131'],
  ])('in %s is like %s and not like %s', (country, good, bad) => {
    expect(sent({ individual_address_postal_code: good }, { country })).toBe(good.toUpperCase())
    expect(codes({ individual_address_postal_code: bad }, { country })).toHaveLength(1)
  })
})

test('a choice is one of those offered', () => {
  expect(sent({ individual_address_state: 'CA' }, { country: 'US' })).toBe('CA')
  expect(codes({ individual_address_state: 'California' }, { country: 'US' })).toHaveLength(1)
  expect(sent({ individual_nationality: 'BR' }, { country: 'SG' })).toBe('BR')
  expect(codes({ individual_nationality: 'Brazil' }, { country: 'SG' })).toHaveLength(1)
  expect(sent({ individual_political_exposure: 'none' }, { country: 'BR' })).toBe('none')
})

test('what is sold is found by code or by name', () => {
  expect(sent({ business_profile_mcc: '5942' })).toBe('5942')
  expect(sent({ business_profile_mcc: 'book SHOPS' })).toBe('5942')
  expect(codes({ business_profile_mcc: 'something' })).toEqual(['invalid-business_profile_mcc'])
})

test('a statement descriptor is one that banks print', () => {
  const name = 'settings_payments_statement_descriptor'
  expect(sent({ [name]: 'RIVERSIDE POTTERY' }, { country: 'US' })).toBe('RIVERSIDE POTTERY')
  for (const bad of ['ABCD', '12345', 'A*BCDE', "O'BRIEN", 'a'.repeat(23), 'Töpferei'])
    expect(codes({ [name]: bad }, { country: 'US' }), bad).toEqual([`invalid-${name}`])
  const prefix = 'settings_card_payments_statement_descriptor_prefix'
  expect(sent({ [prefix]: 'POTTERY' }, { country: 'US' })).toBe('POTTERY')
  expect(codes({ [prefix]: 'RIVERSIDE POTTERY' }, { country: 'US' })).toHaveLength(1)
})

test('a description says something', () => {
  const name = 'business_profile_product_description'
  expect(codes({ [name]: 'Bowls' }, { country: 'US' })).toEqual([`invalid-${name}`])
  expect(sent({ [name]: 'Bowls\r\nand mugs' }, { country: 'US' })).toBe('Bowls\nand mugs')
  const account = accountWith({
    country: 'US',
    rest: { business_profile: { product_description: 'Bowls\nand mugs' } },
  })
  expect(answer({ [name]: 'Bowls\r\nand mugs' }, { account }).changes).toEqual([])
})

test('a role has to be ticked', () => {
  expect(sent({ individual_relationship_executive: 'true' }, { country: 'AE' })).toBe(true)
  expect(codes({ individual_relationship_executive: '' }, { country: 'AE' })).toHaveLength(1)
})

describe('a document', () => {
  const front = 'individual_verification_document_front'
  const back = 'individual_verification_document_back'
  const upload = (...files: UploadedFile[]) => answer({}, { files })

  test('is uploaded with its front and its back', () => {
    const { uploads, problems } = upload(picture(front), picture(back))
    expect(problems).toEqual([])
    expect(uploads.map(({ param, purpose }) => [param, purpose])).toEqual([
      ['individual.verification.document.front', 'identity_document'],
      ['individual.verification.document.back', 'identity_document'],
    ])
  })

  test('needs its front, and both must be pictures', () => {
    expect(upload(picture(back)).problems.map(({ code }) => code)).toEqual([`invalid-${front}`])
    const text = picture(front, 'passport.png', Buffer.from('not a picture'))
    expect(upload(text).problems).toMatchObject([{ code: `invalid-${front}`, field: front }])
  })

  test('that is empty is refused, and an input without a file is none', () => {
    const empty = picture(front, 'passport.png', Buffer.alloc(0))
    expect(upload(empty).problems).toMatchObject([
      { code: `invalid-${front}`, message: expect.stringContaining('empty') },
    ])
    const none = picture('individual_verification_additional_document_front', '', Buffer.alloc(0))
    expect(upload(none)).toMatchObject({ uploads: [], problems: [] })
  })

  test('of which only the back was missing is completed by it', () => {
    const requirement = 'individual.verification.document'
    const account = accountWith({
      country: 'GB',
      due: [requirement],
      errors: [{ code: 'verification_document_missing_back', reason: '', requirement }],
      rest: { individual: { verification: { document: { front: 'file_1', back: null } } } },
    })
    const { uploads, problems } = answer({}, { account, files: [picture(back)] })
    expect([uploads.length, problems]).toEqual([1, []])
  })

  test('that was refused has to be uploaded again', () => {
    const account = accountWith({
      country: 'GB',
      due: ['individual.verification.document'],
      rest: { individual: { verification: { document: { front: 'file_1', back: null } } } },
    })
    expect(codes({}, { account, partial: false })).toEqual([`invalid-${front}`])
  })

  test('of several files keeps them all', () => {
    const name = 'documents_company_license_files'
    const { uploads } = answer({}, { country: 'AE', files: [picture(name), picture(name, 'second.png')] })
    expect(uploads.map(({ listed, file }) => [listed, file.name])).toEqual([
      [true, 'passport.png'],
      [true, 'second.png'],
    ])
  })
})

describe('a step', () => {
  test('says everything that is missing at once, each at its field', () => {
    const account = accountWith({
      country: 'US',
      due: [
        ...['individual.first_name', 'individual.dob.day', 'individual.address.state'],
        ...['individual.verification.document', 'individual.id_number'],
      ],
    })
    const { problems } = answer({}, { account, partial: false })
    expect(problems.map(({ field }) => field)).toEqual([
      ...['individual_first_name', 'individual_dob_day', 'individual_id_number'],
      ...['individual_address_state', 'individual_verification_document_front'],
    ])
    expect(problems.every(({ message, code, field }) => message && code === `invalid-${field}`)).toBe(true)
  })

  test('takes the web address or the description', () => {
    const account = accountWith({ country: 'GB', due: ['business_profile.url'] })
    const given = { account, partial: false }
    expect(codes({}, given)).toEqual(['invalid-business_profile_url'])
    expect(sent({ business_profile_url: 'example.com' }, given)).toBe('https://example.com')
    expect(sent({ business_profile_product_description: 'Bowls and mugs' }, given)).toBe('Bowls and mugs')
    const rest = { business_profile: { product_description: 'Bowls and mugs' } }
    const notEnough = accountWith({ country: 'GB', due: ['business_profile.url'], rest })
    const posted = { business_profile_product_description: 'Bowls and mugs' }
    expect(codes(posted, { account: notEnough, partial: false })).toEqual(['invalid-business_profile_url'])
  })

  test('does not take back what was given, but what is optional', () => {
    const account = accountWith({
      country: 'GB',
      rest: {
        individual: { first_name: 'Maya', address: { line1: '1 Lane', line2: 'Flat 2', city: 'Bath' } },
      },
    })
    const values = { individual_address_line1: '1 Lane', individual_address_city: 'Bath' }
    const { changes, problems } = answer(
      { ...values, individual_first_name: '', individual_address_line2: '' },
      { account, partial: false },
    )
    expect(problems.map(({ field }) => field)).toEqual(['individual_first_name'])
    expect(changes).toEqual([{ param: 'individual.address.line2', value: '' }])
  })

  test('leaves a number alone that was given and is not typed again', () => {
    const account = accountWith({ country: 'US', rest: { individual: { id_number_provided: true } } })
    expect(answer({ individual_id_number: '' }, { account, partial: false })).toMatchObject({
      changes: [],
      problems: [],
    })
  })
})

describe('a program', () => {
  test('changes only what it posts', () => {
    expect(answer({ individual_first_name: 'Maya' })).toMatchObject({
      changes: [{ param: 'individual.first_name', value: 'Maya' }],
      problems: [],
    })
  })

  test('gives a date whole', () => {
    expect(codes({ individual_dob_day: '4' })).toEqual(['invalid-individual_dob_month'])
    expect(sent({ individual_dob_day: '4', individual_dob_month: '7', individual_dob_year: '1986' })).toEqual(
      {
        day: 4,
        month: 7,
        year: 1986,
      },
    )
  })

  test('never sends the end of a number with the whole of it', () => {
    const { changes } = answer(
      { individual_id_number: '123-45-6789', individual_ssn_last_4: '6789' },
      { country: 'US' },
    )
    expect(changes).toEqual([{ param: 'individual.id_number', value: '123456789' }])
  })
})

describe('whatever is typed', () => {
  const spec = (country: string) => countrySpec(country)?.verification_fields.individual
  const anyText = fc.oneof(
    fc.string(),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('', '0', 'true', '-1', '１２'),
  )

  test('is either sent or refused at a field that was asked', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...COUNTRIES),
        fc.infiniteStream(anyText),
        fc.boolean(),
        (country, texts, live) => {
          const { minimum = [], additional = [] } = spec(country) ?? {}
          const account = accountWith({ country, due: minimum, later: additional })
          const situation = situationOf(atTheDesk({ live }), account)
          const { questions, alternatives } = questionnaire(situation)
          const inputs = questions.flatMap(({ definition }) => inputsOf(definition))
          const values = Object.fromEntries(inputs.map((input) => [input, String(texts.next().value)]))
          const { changes, problems } = readAnswers(
            situation,
            questions,
            alternatives,
            { values, files: [] },
            false,
          )
          const names = new Set([...inputs, ...questions.map(({ definition }) => definition.name)])
          for (const { field, message } of problems) {
            expect(names.has(field ?? '')).toBe(true)
            expect(message).toBeTruthy()
          }
          for (const { param, value } of changes) expect(valueAt(account, param)).not.toEqual(value)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('is not sent again when it is what Stripe has', () => {
    fc.assert(
      fc.property(fc.string(), fc.emailAddress(), (name, email) => {
        const individual = { first_name: name.trim(), email, dob: { day: 4, month: 7, year: 1880 } }
        const account = accountWith({ country: 'GB', rest: { individual } })
        const values = {
          individual_first_name: name,
          individual_email: email,
          individual_dob_day: '4',
          individual_dob_month: '07',
          individual_dob_year: '1880',
        }
        expect(answer(values, { account }).changes).toEqual([])
      }),
    )
  })
})
