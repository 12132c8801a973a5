import { describe, expect, test } from 'vitest'
import { COUNTRIES } from '../../src/offline-stripe/countries/index.ts'
import { postalCodeExample, readPostalCode } from '../../src/registration/countries/postal-codes.ts'
import { parseUrl } from '../../src/registration/fields/url.ts'
import type { FormValues } from '../../src/web/route.ts'
import { answer, codes, sent } from './reading.ts'
import { accountWith, atTheDesk, fieldOf } from './support.ts'

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

  test.each([...'-\u058A\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30FC\uFE58\uFE63\uFF0D\uFF70'])(
    'counts as with a hyphen when it has %j instead',
    (dash) => {
      const taken = (values: FormValues, country: string) => sent(values, { country })
      expect(taken({ individual_id_number: `123${dash}45${dash}6789` }, 'US')).toBe('123456789')
      expect(taken({ individual_address_postal_code: `94111${dash}1234` }, 'US')).toBe('94111-1234')
      expect(taken({ individual_address_kana_postal_code: `150${dash}0001` }, 'JP')).toBe('150-0001')
      expect(taken({ individual_email: `maya${dash}hart@example.com` }, 'US')).toBe('maya-hart@example.com')
      expect(taken({ individual_phone: `+1 415${dash}555${dash}2671` }, 'US')).toBe('+14155552671')
      expect(taken({ company_tax_id: `CN${dash}1234567` }, 'AE')).toBe('CN-1234567')
    },
  )

  test('as a date of birth may have such figures too, and is no change when it means the same', () => {
    const born = { individual_dob_year: '１９８６', individual_dob_month: '７', individual_dob_day: '４' }
    expect(sent(born, { country: 'JP' })).toEqual({ year: 1986, month: 7, day: 4 })
    const written = { individual_dob_year: '1986年', individual_dob_month: '７月', individual_dob_day: '4日' }
    expect(sent(written, { country: 'JP' })).toEqual({ year: 1986, month: 7, day: 4 })
    const account = accountWith({
      country: 'JP',
      rest: { individual: { dob: { year: 1986, month: 7, day: 4 } } },
    })
    expect(answer(born, { account })).toMatchObject({ changes: [], problems: [] })
  })
})

test('mistakes in two scripts are told apart', () => {
  const due = ['last_name_kanji', 'last_name_kana', 'address_kanji.line1', 'address_kana.line1']
  const account = accountWith({ country: 'JP', due: due.map((name) => `individual.${name}`) })
  const said = answer({}, { account, partial: false }).problems.map(({ message }) => message)
  expect(said).toContain('Enter your last name in kanji')
  expect(said).toContain('Enter your last name in katakana')
  expect(new Set(said).size).toBe(said.length)
})

describe('names', () => {
  test('are of any script', () => {
    for (const name of ['Zoë', "O'Brien", 'Jean-Luc', 'Müller', '毛', 'Nguyễn', 'José María', 'Иванов'])
      expect(sent({ individual_first_name: name })).toBe(name)
  })

  test('have letters, and no more of them than Stripe takes', () => {
    for (const name of ['123', '<b>Maya</b>', 'maya@example.com', 'a'.repeat(101), 'Ma\u0007ya', 'Ma\nya'])
      expect(codes({ individual_first_name: name })).toEqual(['invalid-individual_first_name'])
  })

  test('that were copied from a spreadsheet have spaces for its tabs', () => {
    expect(sent({ individual_first_name: 'Ana\tMaría\t' })).toBe('Ana María')
  })

  test('in kana are katakana; hiragana is taken for it', () => {
    expect(sent({ individual_last_name_kana: 'やまだ' }, { country: 'JP' })).toBe('ヤマダ')
    expect(sent({ individual_last_name_kana: 'ﾔﾏﾀﾞ' }, { country: 'JP' })).toBe('ヤマダ')
    for (const wrong of ['山田', 'Yamada', 'ヤマダ2'])
      expect(codes({ individual_last_name_kana: wrong }, { country: 'JP' }), wrong).toHaveLength(1)
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
  expect(sent({ business_profile_url: '//example.com' })).toBe('https://example.com')
  expect(sent({ business_profile_url: 'http://münchen.example' })).toBe('http://xn--mnchen-3ya.example')
  for (const url of [
    'shop',
    'javascript:alert(1)',
    'ftp://example.com',
    'https://localhost',
    'https://me@x.de',
    // Stripe refuses these.
    'example.com!',
    'a.a',
    '0.01',
    '1.2.3',
    'http://127.0.0.1',
    'http://1',
    'https://-a.com',
    'http://192.168.1.1/',
    '8.8.8.8',
    'http://[2001:db8::1]/',
    '1.2',
    'https://nas.local',
    'shop.localhost',
    'https://printer.lan/',
    'a.invalid',
    'intranet.internal',
  ])
    expect(codes({ business_profile_url: url }), url).toEqual(['invalid-business_profile_url'])
})

test('a web address with an ü is taken however many were taken before', () => {
  // In Node 20, `URL.canParse` answers differently after some thousand calls.
  const taken = Array.from({ length: 20_000 }, () => parseUrl('http://münchen.example', 2048))
  expect(new Set(taken.map((parsed) => JSON.stringify(parsed)))).toEqual(
    new Set([JSON.stringify({ value: 'http://xn--mnchen-3ya.example' })]),
  )
})

describe('a postal code', () => {
  test.each([
    ['AT', 'A-1010', '1010'],
    ['BR', '01310100', '01310-100'],
    ['BR', 'CEP 01310–100', '01310-100'],
    ['CA', 'k1a0b1', 'K1A 0B1'],
    ['CH', 'CH-8001', '8001'],
    ['CZ', '11000', '110 00'],
    ['DE', 'D-10115', '10115'],
    ['FI', 'FIN-00100', '00100'],
    ['FI', 'FI 00100', '00100'],
    ['GB', 'bs14dj', 'BS1 4DJ'],
    ['GR', '10557', '105 57'],
    ['IE', 'd6w-xk28', 'D6W XK28'],
    ['JP', '〒１５０ー０００１', '150-0001'],
    ['JP', '1500001', '150-0001'],
    ['LT', 'LT-01100', '01100'],
    ['LU', 'L-9767', '9767'],
    ['LV', '1010', 'LV-1010'],
    ['LV', 'lv1010', 'LV-1010'],
    ['MT', 'mtf1234', 'MTF 1234'],
    ['MT', 'MT-VLT1117', 'VLT 1117'],
    ['NL', '2742nz', '2742 NZ'],
    ['NL', 'NL-1011-AB', '1011 AB'],
    ['PL', '00001', '00-001'],
    ['PT', '1100148', '1100-148'],
    ['SE', 'SE-11122', '111 22'],
    ['SI', 'SI-1000', '1000'],
    ['US', '941111234', '94111-1234'],
  ])('in %s may be written %s and goes to Stripe as %s', (country, typed, spelling) => {
    expect(sent({ individual_address_postal_code: typed }, { country })).toBe(spelling)
  })

  test.each(COUNTRIES)('in %s looks like its example', (country) => {
    const example = postalCodeExample(country)
    if (example) expect(readPostalCode(country, example)).toBe(example)
    else expect(['AE', 'HK']).toContain(country)
  })

  test.each([
    ['US', '9410'],
    ['GB', '12345'],
    ['CA', '94103'],
    ['DE', '1011'],
    ['NL', '1011'],
    ['PT', '1100'],
    ['BR', '0131'],
    ['MT', 'VLT 11'],
    ['HK', '!'],
    ['CA', 'D1A 0B1'],
    ['CA', 'K1O 0B1'],
    ['CA', 'W1A 0B1'],
    ['ES', '00123'],
    ['ES', '53001'],
    ['IN', '010001'],
    ['NL', '0123 AB'],
    ['NL', '1011 SS'],
  ])('in %s is not like %s', (country, bad) => {
    expect(codes({ individual_address_postal_code: bad }, { country })).toHaveLength(1)
  })
})

test('a choice is one of those offered', () => {
  expect(sent({ individual_address_state: 'CA' }, { country: 'US' })).toBe('CA')
  expect(codes({ individual_address_state: 'Atlantis' }, { country: 'US' })).toHaveLength(1)
  expect(sent({ individual_nationality: 'BR' }, { country: 'SG' })).toBe('BR')
  expect(sent({ individual_nationality: 'XK' }, { country: 'SG' })).toBe('XK')
  expect(codes({ individual_nationality: 'Brazil' }, { country: 'SG' })).toHaveLength(1)
  expect(sent({ individual_political_exposure: 'none' }, { country: 'BR' })).toBe('none')
})

test('what is sold is found by code or by name', () => {
  expect(sent({ business_profile_mcc: '5942' })).toBe('5942')
  expect(sent({ business_profile_mcc: 'books (BOOK shops)' })).toBe('5942')
  expect(codes({ business_profile_mcc: 'something' })).toEqual(['invalid-business_profile_mcc'])
})

test('a statement descriptor is one that banks print', () => {
  const name = 'settings_payments_statement_descriptor'
  expect(sent({ [name]: 'RIVERSIDE POTTERY' }, { country: 'US' })).toBe('RIVERSIDE POTTERY')
  expect(sent({ [name]: 'Hart, Maya & Co.' }, { country: 'US' })).toBe('Hart, Maya & Co.')
  for (const bad of ['ABCD', '12345', 'A*BCDE', "O'BRIEN", 'a'.repeat(23), 'Töpferei'])
    expect(codes({ [name]: bad }, { country: 'US' }), bad).toEqual([`invalid-${name}`])
  const prefix = 'settings_card_payments_statement_descriptor_prefix'
  expect(sent({ [prefix]: 'POTTERY' }, { country: 'US' })).toBe('POTTERY')
  expect(codes({ [prefix]: 'RIVERSIDE POTTERY' }, { country: 'US' })).toHaveLength(1)
})

test.each([
  ['Café Müller', 'for example CAFE MULLER'],
  ["L'Œuvre d’Anaïs", 'for example LOEUVRE DANAIS'],
  ['Straßenøl Łódź', 'for example STRASSENOL LODZ'],
  ['Töpferei am großen Fluss', 'for example TOPFEREI AM GROSSEN FL'],
  ['陶芸', 'using only A to Z, digits, spaces and signs other than'],
  ['ABCD', 'using 5 to 22 characters'],
  ['12345', 'with at least one letter'],
])('of the statement descriptor %s it is said what is wrong', (typed, said) => {
  const { problems } = answer({ settings_payments_statement_descriptor: typed }, { country: 'US' })
  expect(problems[0]?.message).toContain(said)
})

test("a line of a Japanese address may have digits and Latin letters, a person's name may not", () => {
  const line = (typed: string) => sent({ individual_address_kana_line1: typed }, { country: 'JP' })
  expect(line('5-3-4 メゾンA101')).toBe('5-3-4 メゾンA101')
  expect(line('５ー３ー４　めぞんＡ１０１')).toBe('5-3-4 メゾンA101')
  expect(line('ｼﾞﾝｸﾞｳﾏｴ 3-5')).toBe('ジングウマエ 3-5')
  expect(line('コーポ・ハート(ニシ)')).toBe('コーポ・ハート(ニシ)')
  expect(codes({ individual_address_kana_line1: '神宮前' }, { country: 'JP' })).toHaveLength(1)
})

test('a prefecture in half width is a prefecture, and stays as Stripe has it', () => {
  const typed = { individual_address_kana_state: 'ﾄｳｷﾖｳﾄ' }
  expect(sent(typed, { country: 'JP' })).toBe('トウキョウト')
  const account = accountWith({
    country: 'JP',
    rest: { individual: { address_kana: { state: 'ﾄｳｷﾖｳﾄ' } } },
  })
  expect(answer(typed, { account })).toMatchObject({ changes: [], problems: [] })
  expect(answer({ individual_address_kana_state: 'オオサカフ' }, { account }).changes).toMatchObject([
    { param: 'individual.address_kana.state', value: 'オオサカフ' },
  ])
  const state = fieldOf(atTheDesk(), { stripeObject: account }, 'individual_address_kana_state')
  expect(state?.options).toHaveLength(47)
  expect(state?.options).toContainEqual({ value: 'ﾄｳｷﾖｳﾄ', label: 'トウキョウト (Tokyo)' })
})

test.each(['AS', 'GU', 'MP', 'UM', 'VI'])(
  'Stripe has no accounts in %s, and the form does not offer it',
  (state) => {
    expect(codes({ individual_address_state: state }, { country: 'US' })).toHaveLength(1)
    expect(sent({ individual_address_state: 'PR' }, { country: 'US' })).toBe('PR')
  },
)

describe('a phone number', () => {
  test('of a person in the United States is of that country', () => {
    const { problems } = answer({ individual_phone: '+44 20 7946 0123' }, { country: 'US' })
    expect(problems[0]).toMatchObject({
      field: 'individual_phone',
      message: 'Enter your phone number with the country code +1. Stripe takes no other.',
    })
    expect(sent({ individual_phone: '+44 20 7946 0123' }, { country: 'CA' })).toBe('+442079460123')
    expect(sent({ business_profile_support_phone: '+44 20 7946 0123' }, { country: 'AE' })).toBe(
      '+442079460123',
    )
  })

  test.each(['+52 1 55 1234 5678', '0052 155 1234 5678', '+5215512345678', '+52 (1) 55-1234-5678'])(
    'of Mexico is taken without the old prefix of %s',
    (typed) => {
      expect(sent({ individual_phone: typed }, { country: 'MX' })).toBe('+525512345678')
    },
  )
})

test("the CURP is told from the RFC, and the Emirates' VAT number has 15 digits", () => {
  const { problems } = answer({ individual_id_number: 'GODE561231HDFXXX05' }, { country: 'MX' })
  expect(problems[0]?.message).toBe('That is a CURP. Enter your RFC, like GODE561231GR8.')
  expect(sent({ company_vat_id: '100-1234-5670-0003' }, { country: 'AE' })).toBe('100123456700003')
  expect(codes({ company_vat_id: '1001234' }, { country: 'AE' })).toEqual(['invalid-company_vat_id'])
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
