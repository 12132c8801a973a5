/**
 * Answers to everything that an account may have to give, for a business in each country: values that pass, and Stripe's own
 * test values where it has some (https://docs.stripe.com/connect/testing).
 *
 * @module
 */
import { currencyOf } from '../countries/index.ts'
import { recipientCountry } from '../countries/recipient-countries.ts'
import { isGroup } from './dossier.ts'

/** Bank details for an account or an external account. */
export interface TestBankAccount {
  object: 'bank_account'
  country: string
  currency: string
  account_number: string
  routing_number?: string
  account_holder_name?: string
}

/** Valid bank details in each country (https://docs.stripe.com/connect/testing#account-numbers). */
const BANK_ACCOUNTS: Record<string, Omit<TestBankAccount, 'object' | 'country' | 'currency'>> = {
  AE: { account_number: 'AE070331234567890123456' },
  AU: { routing_number: '110000', account_number: '000123456' },
  BR: { routing_number: '110-0000', account_number: '0001234' },
  CA: { routing_number: '11000-000', account_number: '000123456789' },
  GB: { routing_number: '108800', account_number: '00012345' },
  HK: { routing_number: '110-000', account_number: '000123456' },
  IN: { routing_number: 'HDFC0000261', account_number: '000123456789' },
  JP: { routing_number: '1100000', account_number: '0001234', account_holder_name: 'オリベ　ロビン' },
  MX: { account_number: '000000001234567897' },
  MY: { routing_number: 'TESTMYKL', account_number: '000123456000' },
  NZ: { account_number: '1100000000000010' },
  SG: { routing_number: '1100-000', account_number: '000123456' },
  US: { routing_number: '110000000', account_number: '000123456789' },
}

const POSTAL_CODES: Record<string, string> = {
  AU: '3000',
  BR: '01310-100',
  CA: 'M5V 2T6',
  CZ: '110 00',
  DE: '10115',
  EE: '10115',
  ES: '28001',
  FI: '00100',
  FR: '75001',
  GB: 'SW1A 1AA',
  GR: '105 57',
  IE: 'D02 AF30',
  IN: '110001',
  IT: '00184',
  JP: '1500001',
  LT: 'LT-01103',
  LV: 'LV-1010',
  MT: 'VLT 1117',
  MX: '06600',
  MY: '50000',
  NL: '1012 AB',
  PL: '00-001',
  PT: '1000-001',
  RO: '010011',
  SE: '111 22',
  SG: '018956',
  SK: '811 01',
  US: '94103',
}
const USUAL_POSTAL_CODE = '1010'

const STATES: Record<string, string> = { AU: 'VIC', BR: 'SP', CA: 'ON', US: 'CA' }

const ID_NUMBERS: Record<string, string> = {
  AE: '784198012345678',
  BR: '12345678909',
  HK: 'A1234567',
  IN: 'ABCPE1234F',
  MX: 'VECJ880326XXX',
  MY: '880326145678',
  SG: 'S1234567D',
}
const USUAL_ID_NUMBER = '123456789'

const PICTURE = 'file_identity_document_success'

/** A bank account in the country, in its own currency. */
export function testBankAccount(country: string): TestBankAccount {
  const own = BANK_ACCOUNTS[country] ?? recipientCountry(country)?.testBankAccount
  const numbers = own ?? { account_number: testIban(country) }
  return { object: 'bank_account', country, currency: currencyOf(country) ?? '', ...numbers }
}

/** Stripe's German test number with the country's code. */
export function testIban(country: string): string {
  return `${country}89370400440532013000`
}

/** The answer to one requirement, as a call's parameters; undefined when no parameter answers it. */
export function testAnswer(country: string, requirement: string): unknown {
  const [head = '', ...rest] = requirement.split('.')
  const field = rest.join('.')
  if (head === 'individual' || head.startsWith('person_') || isGroup(head))
    return personAnswer(country, field)
  if (head === 'company') return commonAnswer(country, field) ?? BUSINESS[requirement]
  if (head === 'external_account') return testBankAccount(country)
  if (head === 'documents') return [PICTURE]
  return BUSINESS[requirement]
}

const BUSINESS: Record<string, string> = {
  'business_profile.mcc': '5947',
  'business_profile.name': 'Fern and Clay',
  'business_profile.product_description': 'Pots, thrown and glazed by hand',
  'business_profile.support_phone': '0000000000',
  'business_profile.url': 'https://fern-and-clay.example.com',
  business_type: 'individual',
  'company.directors_provided': 'true',
  'company.executives_provided': 'true',
  'company.export_purpose_code': 'P0103',
  'company.name': 'Fern and Clay',
  'company.name_kana': 'ファーン　アンド　クレイ',
  'company.name_kanji': '羊歯と土',
  'company.owners_provided': 'true',
  'company.phone': '0000000000',
  'company.registration_number': '123456789',
  'company.structure': 'sole_establishment',
  'company.tax_id': '123456789',
  'company.vat_id': '100123456700003',
  'settings.card_payments.statement_descriptor_prefix': 'FERN',
  'settings.payments.statement_descriptor': 'FERN AND CLAY',
  'tos_acceptance.date': '1700000000',
  'tos_acceptance.ip': '203.0.113.7',
}

/** The answer to a field that companies and people have. */
function commonAnswer(country: string, field: string): unknown {
  if (/verification\.(additional_)?document$/.test(field)) return { front: PICTURE }
  const [, script, part] = /^address(?:_(\w+))?\.(\w+)$/.exec(field) ?? []
  if (part === undefined) return undefined
  return (script === 'kana' && KANA_ADDRESS[part]) || addressAnswer(country, part)
}

function personAnswer(country: string, field: string): unknown {
  if (/^documents\.\w+\.files$/.test(field)) return [PICTURE]
  if (field === 'id_number') return ID_NUMBERS[country] ?? USUAL_ID_NUMBER
  if (field === 'nationality') return country
  if (field === 'full_name_aliases') return ['']
  return commonAnswer(country, field) ?? PERSON[field]
}

/** Verification accepts this birth date. */
const PERSON: Record<string, string> = {
  'dob.day': '1',
  'dob.month': '1',
  'dob.year': '1901',
  email: 'robin@example.com',
  first_name: 'Robin',
  first_name_kana: 'ロビン',
  first_name_kanji: '六紅',
  last_name: 'Weaver',
  last_name_kana: 'ウィーバー',
  last_name_kanji: '織部',
  phone: '0000000000',
  political_exposure: 'none',
  'relationship.executive': 'true',
  'relationship.percent_ownership': '25',
  'relationship.title': 'Potter',
  ssn_last_4: '6789',
}

const KANA_ADDRESS: Record<string, string> = {
  city: 'ｼﾌﾞﾔ',
  line1: '27-15',
  state: 'ﾄｳｷﾖｳﾄ',
  town: 'ｼﾞﾝｸﾞｳﾏｴ 3-',
}

function addressAnswer(country: string, part: string): string | undefined {
  const answers: Record<string, string> = {
    city: 'Springfield',
    line1: '12 Kiln Lane',
    postal_code: POSTAL_CODES[country] ?? USUAL_POSTAL_CODE,
    state: STATES[country] ?? 'Region',
    town: '神宮前 3丁目',
  }
  return answers[part]
}

/**
 * Turns answers by path into the nested parameters of a call.
 *
 * @example
 * nested([['individual.dob.day', '1'], ['email', 'a@example.com']]) // { individual: { dob: { day: '1' } }, email: 'a@example.com' }
 */
export function nested(
  answers: readonly (readonly [path: string, answer: unknown])[],
): Record<string, unknown> {
  const root: Record<string, unknown> = {}
  for (const [path, answer] of answers) {
    const parts = path.split('.')
    const last = parts.pop() ?? ''
    let branch = root
    for (const part of parts) {
      branch[part] ??= {}
      branch = branch[part] as Record<string, unknown>
    }
    branch[last] = answer
  }
  return root
}
