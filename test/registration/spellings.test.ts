/** What people in each country write, and the one form of it that Stripe gets; or the rule that it breaks. */
import { describe, expect, test } from 'vitest'
import type { FormValues } from '../../src/web/route.ts'
import { answer, codes, sent } from './reading.ts'
import { accountWith, atTheDesk, fieldOf } from './support.ts'

const JAPAN = { country: 'JP' }

describe('a phone number', () => {
  test.each([
    ['BR', '0055 41 99876-5432', '+5541998765432'],
    ['BR', '(0xx11) 91234-5678', '+5511912345678'],
    ['HK', '0086 138 0013 8000', '+8613800138000'],
    ['HK', '00852 9123 4567', '+85291234567'],
    ['HK', '001 44 20 7946 0123', '+442079460123'],
    ['JP', '0081 90 1234 5678', '+819012345678'],
    ['JP', '010 44 20 7946 0123', '+442079460123'],
    ['JP', '090・1234・5678', '+819012345678'],
    ['AU', '(0061) 412 345 678', '+61412345678'],
    ['AU', '0011 61 412 345 678', '+61412345678'],
    ['DE', '49 170 1234567', '+491701234567'],
    ['SE', '46701234567', '+46701234567'],
    ['PL', '+48 (0)512 345 678', '+48512345678'],
    ['PL', '0 512 345 678', '+48512345678'],
    ['CZ', '+420(0)601 123 456', '+420601123456'],
    ['GR', '+30 [0] 691 234 5678', '+306912345678'],
    ['IT', '+39 (0)333 1234567', '+393331234567'],
    ['IT', '+39 06 1234 5678', '+390612345678'],
    ['GB', '+44 (0)20 7946 0123', '+442079460123'],
    ['MX', '01 55 1234 5678', '+525512345678'],
    ['MX', '044 55 1234 5678', '+525512345678'],
    ['MX', '+52 1 55 1234 5678', '+525512345678'],
    ['FR', 'Tél. : 06 12 34 56 78', '+33612345678'],
    ['GB', '(+44) 7911 123456', '+447911123456'],
    ['FR', '+33 6 12 34 56 78 (mobile)', '+33612345678'],
    ['AE', '+971 50 123 4567 واتساب', '+971501234567'],
    ['US', '415-555-2671 cell', '+14155552671'],
    ['PT', '(+351) 912 345 678', '+351912345678'],
    ['US', '(+1) 415-555-2671', '+14155552671'],
  ])('of somebody in %s, written %s', (country, individual_phone, expected) => {
    for (const live of [false, true]) expect(sent({ individual_phone }, { country, live })).toBe(expected)
  })

  test.each([
    ['FR', '0692 12 34 56', '+262692123456'],
    ['FR', '0262 21 45 67', '+262262214567'],
    ['FR', '0639 67 12 34', '+262639671234'],
    ['FR', '0269 61 12 34', '+262269611234'],
    ['FR', '0690 35 12 34', '+590690351234'],
    ['FR', '0590 81 12 34', '+590590811234'],
    ['FR', '0696 25 12 34', '+596696251234'],
    ['FR', '0596 60 12 34', '+596596601234'],
    ['FR', '0694 20 12 34', '+594694201234'],
    ['FR', '0594 30 12 34', '+594594301234'],
    ['FR', '06 92 12 34 56', '+262692123456'],
    ['US', '(787) 234-5678', '+17872345678'],
    ['US', '939-234-5678', '+19392345678'],
    ['GB', '07797 712345', '+447797712345'],
    ['GB', '01481 712345', '+441481712345'],
    ['GB', '07624 412345', '+447624412345'],
    ['FI', '018 12345', '+3581812345'],
    ['PT', '291 123 456', '+351291123456'],
    ['ES', '928 12 34 56', '+34928123456'],
  ])('of a part of %s, written %s', (country, individual_phone, expected) => {
    for (const live of [false, true]) expect(sent({ individual_phone }, { country, live })).toBe(expected)
  })

  test.each([
    ['CA', '514 234 5678 poste 12', '+15142345678'],
    ['CA', '(514) 234-5678, poste. 12', '+15142345678'],
    ['DE', '030 901820 Durchwahl 12', '+4930901820'],
    ['NL', '020 123 4567 toestel 8', '+31201234567'],
  ])('of somebody in %s is kept without its extension: %s', (country, individual_phone, expected) => {
    for (const live of [false, true]) expect(sent({ individual_phone }, { country, live })).toBe(expected)
  })

  test.each([
    ...[['BR', '96123-4567'] as const, ['BR', '3456-7890'] as const, ['IE', '234 5678'] as const],
    ...[['SE', '123 456 78'] as const, ['DE', '1234567'] as const, ['DE', '901820'] as const],
    ...[['US', '123 456 7890'] as const, ['US', '555 0123'] as const, ['IN', '12345 67890'] as const],
    ...[['AT', '1234567'] as const, ['FI', '1234567'] as const, ['AU', '1234 5678'] as const],
  ])('of somebody in %s without an area code is refused: %s', (country, individual_phone) => {
    for (const live of [false, true])
      expect(answer({ individual_phone }, { country, live }).problems).toMatchObject([
        { message: expect.stringMatching(/^Enter your phone number in full/) },
      ])
  })

  test.each([
    ['BR', '(11) 3456-7890', '+551134567890'],
    ['SE', '70 123 45 67', '+46701234567'],
    ['SE', '08-123 456 78', '+46812345678'],
    ['DE', '170 1234567', '+491701234567'],
    ['IN', '98765 43210', '+919876543210'],
    ['IN', '022 2345 6789', '+912223456789'],
    ['AT', '01 234567', '+431234567'],
    ['AT', '+43 1 234567', '+431234567'],
    ['US', '415-555-2671', '+14155552671'],
    ['PL', '22 123 45 67', '+48221234567'],
    ['LT', '(8 5) 212 3456', '+37052123456'],
    ['LT', '8-5-212 3456', '+37052123456'],
    ['LT', '(0 5) 212 3456', '+37052123456'],
    ['HU', '(1) 321-4567', '+3613214567'],
    ['HU', '06 1 321 4567', '+3613214567'],
    ['HU', '1/321-4567', '+3613214567'],
    ['HU', '62 123 456', '+3662123456'],
    ['MX', '55 1234 5678', '+525512345678'],
    ['CZ', '224 123 456', '+420224123456'],
    ['DK', '33 12 34 56', '+4533123456'],
    ['NO', '22 12 34 56', '+4722123456'],
    ['ES', '91 123 45 67', '+34911234567'],
    ['GR', '210 123 4567', '+302101234567'],
    ['SG', '6123 4567', '+6561234567'],
    ['FR', '01 40 12 34 56', '+33140123456'],
  ])(
    'of somebody in %s with its area code, or that needs none, is taken: %s',
    (country, individual_phone, expected) => {
      for (const live of [false, true]) expect(sent({ individual_phone }, { country, live })).toBe(expected)
    },
  )

  test.each([
    ['LT', '5 212 3456'],
    ['DE', '30 901820'],
    ['FR', '1 40 12 34 56'],
  ])('of somebody in %s without the 0 is told to have one: %s', (country, individual_phone) => {
    expect(answer({ individual_phone }, { country, live: true }).problems).toMatchObject([
      { message: 'Enter your phone number in full, with the area code and the 0 before it.' },
    ])
  })

  test('that exists in films only is taken in test mode only', () => {
    const films = { GB: '07700 900123', FR: '06 39 98 01 23', US: '415 555 0100' }
    for (const [country, individual_phone] of Object.entries(films)) {
      expect(codes({ individual_phone }, { country })).toEqual([])
      if (country !== 'US')
        expect(codes({ individual_phone }, { country, live: true })).toEqual(['invalid-individual_phone'])
    }
  })

  test.each([
    ['AU', '+61 412 345 67'],
    ['BR', '91234-5678'],
    ['GB', '+44 7400 12345'],
    ['HK', '12345'],
    ['JP', '1234-5678'],
    ['JP', '03-1234-5678〜9'],
    ['NL', '+31 612 345 6781'],
    ['PL', '+48 51 234 567'],
  ])('of somebody in %s that has a digit too few or too many is refused: %s', (country, individual_phone) => {
    expect(codes({ individual_phone }, { country, live: true })).toEqual(['invalid-individual_phone'])
  })
})

describe('Japanese', () => {
  test.each([
    ['individual_last_name_kana', 'オ−ツカ', 'オーツカ'],
    ['individual_last_name_kana', 'サト－', 'サトー'],
    ['individual_first_name_kana', 'ﾏﾘ-', 'マリー'],
    ['individual_first_name_kana', 'ｼﾞｮ-ｼﾞ', 'ジョージ'],
    ['individual_address_kana_line2', 'コ-ポ203', 'コーポ203'],
    ['individual_address_kana_line2', 'ハイツ-203', 'ハイツ-203'],
    ['individual_last_name_kana', 'ハ゛ハ゛', 'ババ'],
    ['individual_last_name_kana', 'ウ゛ィ', 'ヴィ'],
    ['individual_first_name_kana', 'みすゞ', 'ミスヾ'],
    ['individual_first_name_kana', 'ジョン-スミス', 'ジョン-スミス'],
    ['individual_address_kana_line2', 'ハイツ−101', 'ハイツ-101'],
    ['individual_address_kana_line2', 'A‐101', 'A-101'],
    ['individual_address_kana_line1', '５ー３ー４', '5-3-4'],
    ['individual_address_kana_town', 'センタ−', 'センター'],
    ['individual_address_kana_postal_code', '150～0001', '150-0001'],
    ['individual_address_kana_state', 'tokyo', 'トウキョウト'],
    ['individual_address_kanji_state', 'Tokyo', '東京都'],
    ['individual_address_kanji_state', '東京', '東京都'],
    ['individual_address_kanji_state', '京都', '京都府'],
    ['individual_address_kanji_state', '北海道', '北海道'],
  ])('in %s: %s', (input, typed, expected) => {
    expect(sent({ [input]: typed }, JAPAN)).toBe(expected)
  })

  test.each([
    ['individual_last_name_kana', '゛'],
    ['individual_last_name_kana', '・'],
    ['individual_last_name_kana', 'ー'],
    ['individual_address_kana_town', 'JINGUMAE'],
    ['individual_address_kana_town', '123'],
    ['individual_address_kana_city', 'Shibuya'],
  ])('that is none in %s is refused: %s', (input, typed) => {
    expect(codes({ [input]: typed }, JAPAN)).toEqual([`invalid-${input}`])
  })
})

describe('a number', () => {
  test.each([
    ['BR', 'individual_id_number', 'CPF: 123.456.789-09', '12345678909'],
    ['MX', 'individual_id_number', 'RFC GODE 561231 GR8', 'GODE561231GR8'],
    ['HK', 'individual_id_number', 'A123456(3)\u200D', 'A1234563'],
    ['US', 'individual_id_number', '123\u200C-45\uFE0F-6789', '123456789'],
    ['SG', 'individual_address_postal_code', 'Singapore 018956', '018956'],
    ['IN', 'individual_address_postal_code', 'PIN 560001', '560001'],
    ['US', 'individual_address_postal_code', 'CA 94105', '94105'],
    ['AU', 'individual_address_postal_code', 'VIC 3066', '3066'],
    ['GR', 'individual_address_postal_code', 'ΤΚ 105 57', '105 57'],
    ['GR', 'individual_address_postal_code', 'EL-105 57', '105 57'],
    ['FI', 'individual_address_postal_code', 'AX-22100', '22100'],
    ['FI', 'individual_address_postal_code', 'FIN-00100', '00100'],
    ['MT', 'individual_address_postal_code', 'vlt 1117', 'VLT 1117'],
    ['GB', 'individual_address_postal_code', '“sw1a_1aa”', 'SW1A 1AA'],
    ['FR', 'individual_address_postal_code', '75001 Paris', '75001'],
    ['FR', 'individual_address_postal_code', '69001 LYON CEDEX 01', '69001'],
    ['NL', 'individual_address_postal_code', '3511 AB Utrecht', '3511 AB'],
    ['GB', 'individual_address_postal_code', 'LS1 4AP, UK', 'LS1 4AP'],
    ['LV', 'individual_address_postal_code', 'Rīga, LV-1010', 'LV-1010'],
    ['SE', 'individual_address_postal_code', '111 22 Stockholm', '111 22'],
    ['FR', 'individual_address_postal_code', 'n° 75001', '75001'],
    ['SG', 'individual_address_postal_code', 'Singapore(018956)', '018956'],
    ['BR', 'individual_id_number', 'CPF n° 123.456.789-09', '12345678909'],
    ['HK', 'individual_id_number', 'A123456【3】', 'A1234563'],
    ['AE', 'company_vat_id', 'TRN: 100 1234 5670 0003', '100123456700003'],
    ['AE', 'company_vat_id', 'AE100123456700003', '100123456700003'],
  ])('in %s is read without what is copied with it, in %s: %s', (country, input, typed, expected) => {
    expect(sent({ [input]: typed }, { country })).toBe(expected)
  })

  test.each([
    ['MX', 'GODE561331GR8', 'a month that no year has'],
    ['MY', '901301-14-1234', 'a month that no year has'],
    ['IN', 'ABCCE1234F', 'the number of a company'],
    ['MX', 'XAXX010101000', 'that of the public at large'],
    ['MX', 'XEXX010101000', 'that of foreigners'],
  ])('in %s that can be no person’s is refused: %s, %s', (country, individual_id_number) => {
    expect(codes({ individual_id_number }, { country })).toEqual(['invalid-individual_id_number'])
  })

  test.each([
    [
      'US',
      '12-3456789',
      'That is a business number (EIN). Enter your Social Security number, like 123-45-6789.',
    ],
    [
      'US',
      'EIN: 12-3456789',
      'That is a business number (EIN). Enter your Social Security number, like 123-45-6789.',
    ],
    ['BR', '12.345.678/0001-95', 'That is a CNPJ. Enter your CPF, like 123.456.789-09.'],
    ['ES', 'B-12345674', 'That is a NIF de empresa. Enter your DNI or NIE, like 00000000T.'],
    ['IT', 'IT 01234567890', 'That is a partita IVA. Enter your codice fiscale, like RSSMRA70A01H501S.'],
    ['MX', 'GODE561231HDFRRL09', 'That is a CURP. Enter your RFC, like GODE561231GR8.'],
  ])('in %s that is another one is called by its name: %s', (country, individual_id_number, message) => {
    const { problems } = answer({ individual_id_number }, { country })
    expect(problems[0]?.message).toBe(message)
    const wrong = answer({ individual_id_number: 'X' }, { country }).problems[0]?.message
    expect(wrong).toContain('It should look like')
  })

  test('in US may end in 0000 in test mode only', () => {
    const last = (live: boolean) => codes({ individual_ssn_last_4: '0000' }, { country: 'US', live })
    expect(last(false)).toEqual([])
    expect(last(true)).toEqual(['invalid-individual_ssn_last_4'])
    for (const individual_id_number of ['000000000', '111111111', '222222222'])
      expect(sent({ individual_id_number }, { country: 'US' })).toBe(individual_id_number)
  })

  test.each([
    ['ES', '12345678Z', '12345678A'],
    ['ES', 'X1234567L', 'X1234567A'],
    ['IT', 'RSSMRA85T10A562S', 'RSSMRA85T10A562T'],
    ['IT', 'MRTMTT91D08F205J', 'MRTMTT91D08F250J'],
  ])('in %s has a letter that follows from the rest: %s', (country, right, mistyped) => {
    expect(sent({ individual_id_number: right }, { country })).toBe(right)
    const { problems } = answer({ individual_id_number: mistyped }, { country })
    expect(problems[0]?.message).toContain('do not fit together')
  })
})

describe('text', () => {
  test.each([
    ['individual_first_name', 'Jean‑Luc', 'Jean-Luc'],
    ['individual_first_name', 'Tan Ah Kow @ Chen', 'Tan Ah Kow @ Chen'],
    ['individual_first_name', 'Ada \u3164  Mary', 'Ada Mary'],
    ['individual_first_name', 'Griﬃth', 'Griffith'],
    ['individual_email', '“a@b.fr”', 'a@b.fr'],
    ['individual_email', 'a@b.fr/', 'a@b.fr'],
    ['individual_email', 'o’neil@example.com', "o'neil@example.com"],
    ['individual_first_name', 'Marie\u00A0Anne,', 'Marie Anne'],
    ['individual_first_name', 'Jose\u0301', 'José'],
    ['individual_first_name', 'Ｔａｉ　Ｍａｎ\u200D', 'Tai Man'],
    ['individual_address_line1', 'Rue\u00A0X 12\u202Fbis', 'Rue X 12 bis'],
    ['individual_address_city', 'Saint‑Étienne', 'Saint-Étienne'],
    ['business_profile_url', 'https://example.com,', 'https://example.com'],
    ['business_profile_url', 'ｅｘａｍｐｌｅ．ｊｐ', 'https://example.jp'],
    ['business_profile_url', 'ｈｔｔｐｓ：／／example。jp', 'https://example.jp'],
    ['individual_email', 'marie@example.com.', 'marie@example.com'],
    ['individual_email', 'mailto:marie@example.com', 'marie@example.com'],
    ['individual_email', 'Marie Curie <marie@example.com>', 'marie@example.com'],
    ['individual_email', '"Curie, Marie" <marie@example.com>,', 'marie@example.com'],
    ['individual_email', '<marie@example.com>', 'marie@example.com'],
  ])('in %s is kept as a keyboard writes it: %j', (input, typed, expected) => {
    expect(sent({ [input]: typed })).toBe(expected)
  })

  test.each(['\u200D', '\u3164', '\u2060\u00AD'])('that nobody can see is none: %j', (typed) => {
    expect(codes({ individual_address_line1: `\u200D${typed}` })).toEqual([
      'invalid-individual_address_line1',
    ])
  })

  test.each([
    'N/A',
    'NA',
    'N.A.',
    '-',
    '—',
    'nil',
    'No',
    'None.',
    '“none”',
    '(none)',
    'none,',
    '无',
    'x',
    'no alias',
    'No other names.',
  ])('says that there are no other names: %s', (typed) => {
    expect(sent({ individual_full_name_aliases: typed }, { country: 'SG' })).toEqual([''])
  })

  test('parts other names by any comma', () => {
    const typed = 'Ah Kow、Tan；Mei，Mei Ling'
    expect(sent({ individual_full_name_aliases: typed }, { country: 'SG' })).toEqual([
      'Ah Kow',
      'Tan',
      'Mei',
      'Mei Ling',
    ])
  })

  test('is no longer than Stripe takes for a city', () => {
    expect(codes({ individual_address_city: 'a'.repeat(101) })).toEqual(['invalid-individual_address_city'])
  })
})

test.each([
  ['US', 'california', 'CA'],
  ['US', 'ca', 'CA'],
  ['BR', 'sao paulo', 'SP'],
  ['IN', 'Karnataka', 'KA'],
  ['CA', 'on', 'ON'],
  ['AE', 'dubai', 'Dubai'],
])('in %s a state may be called %s', (country, individual_address_state, expected) => {
  expect(sent({ individual_address_state }, { country })).toBe(expected)
})

test.each([
  ['BR', '529.982.247-26'],
  ['HK', 'A123456(4)'],
  ['SG', 'S1234567E'],
  ['CA', '046 454 287'],
])('in %s a number with a mistyped digit is said to have one: %s', (country, individual_id_number) => {
  expect(answer({ individual_id_number }, { country }).problems[0]?.message).toContain('probably mistyped')
})

test('an e-mail address is no name, and the message says so', () => {
  expect(answer({ individual_last_name: 'a@b.fr' }).problems[0]?.message).toContain('not an e-mail address')
})

test.each([
  ['Zoe\u00A0Pots', 'Zoe Pots'],
  ['Zoe‑Pots', 'Zoe-Pots'],
  ['ＺＯＥ　ＰＯＴＳ', 'ZOE POTS'],
])('a descriptor has the spaces and dashes of a Latin keyboard: %j', (typed, expected) => {
  expect(sent({ settings_payments_statement_descriptor: typed }, { country: 'US' })).toBe(expected)
})

describe('signs alone', () => {
  const due = ['individual.address.city', 'individual.address.line1', 'business_profile.name', 'company.name']
  const account = accountWith({ country: 'GB', due })
  const inputs = due.map((name) => name.replaceAll('.', '_'))

  test.each(inputs)('are no answer for %s', (input) => {
    for (const typed of ['-', '?', '???', '<b>', '…'])
      expect(codes({ [input]: typed }, { account }), typed).toEqual([`invalid-${input}`])
  })

  test('are told by what is missing', () => {
    const said = (input: string, typed: string) =>
      answer({ [input]: typed }, { account }).problems[0]?.message
    expect(said('business_profile_name', '42')).toBe('Enter your business name using letters')
    expect(said('individual_address_line1', '-')).toBe('Enter your street address using letters or digits')
    expect(said('individual_address_city', '<b>')).toBe('Enter your town or city without < and >')
  })

  test.each([
    ['individual_address_city', 'Ö'],
    ['individual_address_line1', '12'],
    ['individual_address_line1', '神宮前'],
    ['business_profile_name', '7-Eleven?'],
    ['company_name', '1&1'],
  ])('are not what %s has: %s', (input, typed) => {
    expect(sent({ [input]: typed }, { account })).toBe(typed)
  })
})

describe('a street', () => {
  const line = 'individual_address_line1'

  test.each([
    ['US', 'PO Box 123'],
    ['US', 'P.O. Box 123'],
    ['US', 'p o box 123'],
    ['US', 'POB 12'],
    ['US', 'Post Office Box 12'],
    ['US', 'PMB 4021'],
    ['US', 'HC 2 Box 5'],
    ['US', 'General Delivery'],
    ['DE', 'Postfach 10 01 23'],
    ['DE', 'Packstation 145'],
    ['AT', 'Postfach 12'],
    ['GB', 'PO Box 7, Bristol'],
    ['AU', 'GPO Box 1234'],
    ['AU', 'Locked Bag 20'],
    ['NZ', 'Private Bag 92019'],
    ['CA', 'C.P. 123'],
    ['CA', 'Case postale 8'],
    ['FR', 'BP 40012'],
    ['FR', 'Boîte postale 12'],
    ['NL', 'Postbus 12'],
    ['SE', 'Box 123'],
    ['NO', 'Postboks 4'],
    ['FI', 'PL 12'],
    ['IT', 'Casella Postale 3'],
    ['ES', 'Apartado de correos 12'],
    ['PT', 'Apartado 12'],
    ['BR', 'Caixa Postal 55'],
    ['PL', 'Skrytka pocztowa 5'],
    ['HU', 'Pf. 12'],
    ['GR', 'Τ.Θ. 1234'],
    ['IN', 'P.O. Box No. 12'],
  ])('in %s is no box at a post office: %s', (country, typed) => {
    expect(answer({ [line]: typed }, { country }).problems).toMatchObject([
      { message: expect.stringMatching(/^Enter your street address with a street and a number\..* PO box/) },
    ])
  })

  test.each([
    ['GB', '12 Box Lane'],
    ['GB', 'Box Cottage'],
    ['GB', 'Post Office Lane 4'],
    ['GB', 'Poplar Road 5'],
    ['US', '100 PO Box Ave'],
    ['AU', '5 Box Hill Road'],
    ['DE', 'Postfachweg 3'],
    ['MX', 'CP 12'],
    ['ES', 'Calle Apartado 4'],
    ['AE', 'PO Box 1234'],
    ['FI', 'Plassintie 3'],
  ])('in %s may be called %s', (country, typed) => {
    expect(sent({ [line]: typed }, { country })).toBe(typed)
  })

  test('of a company is one, too, and the address for customers may be a box', () => {
    const due = ['company.address.line1', 'business_profile.support_address.line1']
    const account = accountWith({ country: 'US', due })
    const typed = { company_address_line1: 'PO Box 1', business_profile_support_address_line1: 'PO Box 1' }
    expect(answer(typed, { account }).problems).toMatchObject([{ field: 'company_address_line1' }])
  })
})

describe('a web address', () => {
  const profile = ['url', 'support_url', 'specified_commercial_transactions_act_url'] as const

  test.each([
    ['münchen.de', 'https://xn--mnchen-3ya.de', 'https://münchen.de'],
    ['пример.рф', 'https://xn--e1afmkfd.xn--p1ai', 'https://пример.рф'],
    ['https://example.com/ä ö', 'https://example.com/%C3%A4%20%C3%B6', 'https://example.com/ä ö'],
    ['例え.jp/店?色=青', 'https://xn--r8jz45g.jp/%E5%BA%97?%E8%89%B2=%E9%9D%92', 'https://例え.jp/店?色=青'],
    ['https://example.com/100%25', 'https://example.com/100%25', 'https://example.com/100%25'],
    ['https://example.com/a%2Fb', 'https://example.com/a%2Fb', 'https://example.com/a%2Fb'],
    ['https://example.com/%E4', 'https://example.com/%E4', 'https://example.com/%E4'],
    ['example.com/', 'https://example.com/', 'https://example.com/'],
  ])('goes to Stripe in ASCII and comes back in its own letters: %s', (typed, ascii, readable) => {
    for (const name of profile) {
      const input = `business_profile_${name}`
      const due = [`business_profile.${name}`]
      const asked = accountWith({ country: 'JP', due })
      expect(sent({ [input]: typed }, { account: asked })).toBe(ascii)
      const account = accountWith({ country: 'JP', due, rest: { business_profile: { [name]: ascii } } })
      expect(fieldOf(atTheDesk(), { stripeObject: account }, input)?.value).toBe(readable)
      for (const again of [readable, typed, ascii])
        expect(answer({ [input]: again }, { account }), again).toMatchObject({ changes: [], problems: [] })
    }
  })
})

test('a website without its ending is none', () => {
  expect(codes({ business_profile_url: 'www.zoepots' })).toEqual(['invalid-business_profile_url'])
})

test('the PAN of a firm is called one', () => {
  const { problems } = answer({ individual_id_number: 'ABCFE1234F' }, { country: 'IN' })
  expect(problems[0]?.message).toContain('Its fourth letter is P')
})

test('a name with a sign that Stripe refuses is refused with the signs', () => {
  const { problems } = answer({ individual_first_name: 'Ada <b>' })
  expect(problems[0]?.message).toContain('such as < >')
})

test.each([
  ['2533', 'another calendar'],
  ['2027', 'the future'],
])('a year of birth of %s is said to be wrong, not the person too young: %s', (individual_dob_year) => {
  const born = { individual_dob_day: '1', individual_dob_month: '1', individual_dob_year }
  expect(answer(born).problems[0]?.message).toBe('Check the year in your date of birth')
})

describe('what a form cannot ask', () => {
  test.each([
    'business_profile.annual_revenue.amount',
    'business_profile.minority_owned_business_designation',
    'settings.treasury.tos_acceptance.ip',
    'individual.additional_tos_acceptances.account.date',
    'company.registration_date.day',
    'company.ownership_declaration.date',
    'groups.payments_pricing',
  ])('has no box to type into: %s', (due) => {
    const account = accountWith({ country: 'GB', due: [due] })
    expect(codes({ [due.replaceAll('.', '_')]: 'x' }, { account })).toEqual([])
  })
})

describe('a website and a description, one of which is enough', () => {
  const profile = (business_profile: object) => accountWith({ country: 'GB', rest: { business_profile } })
  const whole = (account: ReturnType<typeof profile>, values: FormValues) => {
    const { changes, problems } = answer(values, { account, partial: false })
    return {
      params: changes.map(({ param, value }) => [param, value]),
      problems: problems.map(({ code }) => code),
    }
  }

  test('one can take the place of the other', () => {
    const account = profile({ url: 'https://example.com', product_description: null })
    const values = { business_profile_url: '', business_profile_product_description: 'Bowls of clay' }
    expect(whole(account, values)).toEqual({
      params: [
        ['business_profile.url', ''],
        ['business_profile.product_description', 'Bowls of clay'],
      ],
      problems: [],
    })
  })

  test('not both can be taken back', () => {
    const account = profile({ url: null, product_description: 'Bowls of clay' })
    const values = { business_profile_url: '', business_profile_product_description: '' }
    expect(whole(account, values).problems).toEqual(['invalid-business_profile_url'])
  })
})

test('an Eircode can be taken back, since Stripe asks for none', () => {
  const given = { individual: { address: { line1: '1 Main Street', postal_code: 'D02 X285' } } }
  const account = accountWith({ country: 'IE', rest: given })
  const { changes, problems } = answer({ individual_address_postal_code: '' }, { account })
  expect(problems).toEqual([])
  expect(changes).toMatchObject([{ param: 'individual.address.postal_code', value: '' }])
})

describe('a state', () => {
  test.each([
    ['MX', 'CDMX', 'CMX'],
    ['MX', 'Veracruz', 'VER'],
    ['MX', 'michoacan', 'MIC'],
    ['MX', 'Coahuila', 'COA'],
    ['MX', 'Estado de México', 'MEX'],
    ['MX', 'Veracruz de Ignacio de la Llave', 'VER'],
    ['IN', 'New Delhi', 'DL'],
    ['IN', 'TG', 'TS'],
    ['IN', 'J&K', 'JK'],
    ['IN', 'Pondicherry', 'PY'],
    ['IE', 'Co. Dublin', 'Dublin'],
    ['IE', 'County Cork', 'Cork'],
    ['IE', 'Dublin 4', 'Dublin'],
    ['US', 'Washington, D.C.', 'DC'],
    ['US', 'california', 'CA'],
    ['CA', 'Newfoundland', 'NL'],
    ['CA', 'P.E.I.', 'PE'],
    ['CA', 'B.C.', 'BC'],
    ['AU', 'N.S.W.', 'NSW'],
    ['US', 'N.Y.', 'NY'],
    ['AE', 'Ras-al-Khaimah', 'Ras Al Khaimah'],
    ['AE', 'Umm al-Quwain', 'Umm Al Quwain'],
  ])('of %s may be called what people call it: %s', (country, state, expected) => {
    const params = { individual_address_state: state }
    const account = accountWith({ country, due: ['individual.address.state'] })
    expect(sent(params, { country, account })).toBe(expected)
  })

  test('that there is not is refused with the form of its value', () => {
    const { problems } = answer({ individual_address_state: 'Atlantis' }, { country: 'US' })
    expect(problems).toMatchObject([{ message: 'Select your state. A program sends a value like AL.' }])
  })
})

test('a choice may be written in small letters', () => {
  expect(sent({ individual_nationality: 'sg' }, { country: 'SG' })).toBe('SG')
})

test.each([
  ['gir 0aa', 'GIR 0AA'],
  ['BFPO 801', 'BFPO 801'],
  ['bfpo57', 'BFPO 57'],
])('a British postcode may be %s', (individual_address_postal_code, expected) => {
  expect(sent({ individual_address_postal_code })).toBe(expected)
})

describe('a description', () => {
  const name = 'business_profile_product_description'
  test.each(['...........', 'http://a.de', 'https://www.example.com/shop', 'example.com/', '1234567890'])(
    'is words: not %s',
    (typed) => {
      expect(answer({ [name]: typed }).problems).toMatchObject([
        { message: expect.stringContaining('in words') },
      ])
    },
  )

  test.each([
    'Pots from https://example.com',
    'Vases.Pots.Cups of clay',
    '手作りの陶器を売ります。月払いです',
  ])('may be %s', (typed) => {
    expect(sent({ [name]: typed })).toBe(typed)
  })
})
