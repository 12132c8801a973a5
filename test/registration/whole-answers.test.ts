import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { COUNTRIES, countrySpec } from '../../src/offline-stripe/countries/index.ts'
import { readAnswers } from '../../src/registration/answers.ts'
import { inputsOf, valueAt } from '../../src/registration/fields/definition.ts'
import { answer, codes, sent } from './reading.ts'
import { accountWith, atTheDesk, opened } from './support.ts'

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
    expect(changes).toMatchObject([{ param: 'individual.address.line2', value: '' }])
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
    expect(codes({ individual_dob_day: '4' })).toEqual([
      'invalid-individual_dob_month',
      'invalid-individual_dob_year',
    ])
    expect(sent({ individual_dob_day: '4', individual_dob_month: '7', individual_dob_year: '1986' })).toEqual(
      {
        day: 4,
        month: 7,
        year: 1986,
      },
    )
  })

  test('needs no end of a number beside the whole of it', () => {
    const account = accountWith({
      country: 'US',
      due: ['individual.ssn_last_4'],
      later: ['individual.id_number'],
    })
    const whole = answer({ individual_id_number: '123-45-6789' }, { account, partial: false })
    expect(whole.problems.filter(({ field }) => field === 'individual_ssn_last_4')).toEqual([])
    const neither = answer({}, { account, partial: false })
    expect(neither.problems).toMatchObject([{ field: 'individual_ssn_last_4' }])
  })

  test('never sends the end of a number with the whole of it', () => {
    const { changes } = answer(
      { individual_id_number: '123-45-6789', individual_ssn_last_4: '6789' },
      { country: 'US' },
    )
    expect(changes).toMatchObject([{ param: 'individual.id_number', value: '123456789' }])
  })

  test.each([
    ['1234', 'Check the last 4 digits of your Social Security number and your Social'],
    ['123456789', 'Enter the last 4 digits of your Social Security number'],
    ['abc', 'Enter the last 4 digits of your Social Security number'],
  ])('says that the end of a number, %s, is not that of the whole', (individual_ssn_last_4, message) => {
    for (const partial of [true, false])
      expect(
        answer({ individual_id_number: '123-45-6789', individual_ssn_last_4 }, { country: 'US', partial })
          .problems,
      ).toContainEqual({
        code: 'invalid-individual_ssn_last_4',
        field: 'individual_ssn_last_4',
        message: expect.stringContaining(message),
      })
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
          const { asked } = opened(atTheDesk({ live }), account)
          const { questions } = asked
          const inputs = questions.flatMap(({ definition }) => inputsOf(definition))
          const values = Object.fromEntries(inputs.map((input) => [input, String(texts.next().value)]))
          const { changes, problems } = readAnswers(asked, questions, { values, files: [] }, false)
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
