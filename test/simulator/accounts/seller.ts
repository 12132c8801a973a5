import type Stripe from 'stripe'
import { countrySpec } from '../../../src/simulator/countries/index.ts'
import type { Bench } from '../support.ts'

/** Bank details that each country takes (https://docs.stripe.com/connect/testing#account-numbers). */
const BANK_ACCOUNTS: Record<string, { routing_number?: string; account_number: string }> = {
  AE: { account_number: 'AE070331234567890123456' },
  AU: { routing_number: '110000', account_number: '000123456' },
  BR: { routing_number: '110-0000', account_number: '0001234' },
  CA: { routing_number: '11000-000', account_number: '000123456789' },
  GB: { routing_number: '108800', account_number: '00012345' },
  HK: { routing_number: '110-000', account_number: '000123456' },
  IN: { routing_number: 'HDFC0000261', account_number: '000123456789' },
  JP: { routing_number: '1100000', account_number: '0001234' },
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
  ES: '28001',
  GB: 'SW1A 1AA',
  IE: 'D02 AF30',
  IN: '110001',
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
/** How many digits the other countries' postal codes have. */
const FIVE_DIGITS = ['EE', 'FI', 'FR', 'GR', 'IT']

const STATES: Record<string, string> = { AU: 'VIC', BR: 'SP', CA: 'ON', US: 'CA' }

const ID_NUMBERS: Record<string, string> = {
  AE: '784198012345678',
  BR: '12345678909',
  HK: 'A1234567',
  IN: 'ABCDE1234F',
  MX: 'VECJ880326XXX',
  MY: '880326145678',
  SG: 'S1234567D',
  US: '123456789',
}

/** What an ordinary person in a country would answer to each requirement; document fields name Stripe's passing picture. */
function answer(country: string, requirement: string): unknown {
  const [head = '', ...rest] = requirement.split('.')
  const field = rest.join('.')
  if (head === 'individual' || head.startsWith('person_')) return personAnswer(country, field)
  const answers: Record<string, unknown> = {
    'business_profile.mcc': '5947',
    'business_profile.name': 'Fern and Clay',
    'business_profile.product_description': 'Pots, thrown and glazed by hand',
    'business_profile.support_phone': '0000000000',
    'business_profile.url': 'https://fern-and-clay.example.com',
    business_type: 'individual',
    'company.name': 'Fern and Clay',
    'company.structure': 'sole_establishment',
    'company.tax_id': '123456789',
    'company.vat_id': '100123456700003',
    external_account: bankAccount(country),
    'settings.card_payments.statement_descriptor_prefix': 'FERN',
    'settings.payments.statement_descriptor': 'FERN AND CLAY',
    'tos_acceptance.date': 1_700_000_000,
    'tos_acceptance.ip': '203.0.113.7',
  }
  if (!(requirement in answers)) throw new Error(`Nobody has an answer to ${requirement}`)
  return answers[requirement]
}

/** Bank details that both an account and its external accounts can be made with. */
export interface BankDetails {
  object: 'bank_account'
  country: string
  currency: string
  account_number: string
  routing_number?: string
}

/** A bank account at home in the country's own currency. */
export function bankAccount(country: string): BankDetails {
  const own = BANK_ACCOUNTS[country] ?? { account_number: iban(country) }
  const currency = countrySpec(country)?.default_currency ?? ''
  return { object: 'bank_account', country, currency, ...own }
}

/** Stripe's German test number under the country's code. */
export function iban(country: string): string {
  return `${country}89370400440532013000`
}

function personAnswer(country: string, field: string): unknown {
  if (/verification\.\w+$/.test(field)) return { front: 'file_identity_document_success' }
  if (/^documents\.\w+\.files$/.test(field)) return ['file_identity_document_success']
  const answers: Record<string, unknown> = {
    'dob.day': 17,
    'dob.month': 4,
    'dob.year': 1985,
    email: 'robin@example.com',
    first_name: 'Robin',
    first_name_kana: 'ロビン',
    first_name_kanji: '六紅',
    full_name_aliases: [''],
    id_number: ID_NUMBERS[country] ?? '123456789',
    last_name: 'Weaver',
    last_name_kana: 'ウィーバー',
    last_name_kanji: '織部',
    nationality: country,
    phone: '0000000000',
    political_exposure: 'none',
    'relationship.executive': true,
    'relationship.title': 'Potter',
    ssn_last_4: '6789',
  }
  const [, part] = /^address(?:_\w+)?\.(\w+)$/.exec(field) ?? []
  if (part) return addressAnswer(country, part)
  if (!(field in answers)) throw new Error(`Nobody has an answer to ${field} of a person`)
  return answers[field]
}

function addressAnswer(country: string, part: string): unknown {
  const usual = FIVE_DIGITS.includes(country) ? '10115' : '1010'
  const answers: Record<string, string> = {
    city: 'Springfield',
    line1: '12 Kiln Lane',
    postal_code: POSTAL_CODES[country] ?? usual,
    state: STATES[country] ?? 'Region',
    town: '神宮前 3丁目',
  }
  return answers[part]
}

const CAPABILITIES = { card_payments: { requested: true }, transfers: { requested: true } } as const

/** The controller of an account for which the platform answers in everything. */
export const CONTROLLER = {
  fees: { payer: 'application' },
  losses: { payments: 'application' },
  requirement_collection: 'application',
  stripe_dashboard: { type: 'none' },
} as const

/** A new individual's account that wants to be paid. */
export function createSeller(
  { stripe }: Bench,
  country = 'US',
  params: Stripe.AccountCreateParams = {},
): Promise<Stripe.Account> {
  return stripe.accounts.create({
    controller: CONTROLLER,
    country,
    business_type: 'individual',
    capabilities: CAPABILITIES,
    ...params,
  })
}

/** Gives an ordinary person's answer to everything that the list asks for. */
export async function give(
  { stripe }: Bench,
  account: Stripe.Account,
  requirements: readonly string[],
): Promise<Stripe.Account> {
  const country = account.country ?? ''
  const ofPerson = requirements.filter((path) => /^individual\.(nationality|documents\.)/.test(path))
  const person = account.individual?.id
  if (ofPerson.length > 0 && person)
    await stripe.accounts.updatePerson(account.id, person, tree(country, ofPerson, 'individual.'))
  const rest = requirements.filter((path) => !ofPerson.includes(path))
  return stripe.accounts.update(account.id, tree(country, rest))
}

/** An account for which everything that was due is given, so that its review has begun. */
export async function submitSeller(
  bench: Bench,
  country = 'US',
  params: Stripe.AccountCreateParams = {},
): Promise<Stripe.Account> {
  const account = await createSeller(bench, country, params)
  return give(bench, account, account.requirements?.currently_due ?? [])
}

/** An account that can be paid. */
export async function activeSeller(
  bench: Bench,
  country = 'US',
  params: Stripe.AccountCreateParams = {},
): Promise<Stripe.Account> {
  const individual = { dob: { day: 1, month: 1, year: 1902 }, ...params.individual }
  const account = await submitSeller(bench, country, { ...params, individual })
  if (!account.payouts_enabled) throw new Error(JSON.stringify(account.requirements))
  return account
}

/** The answers as the nested parameters that the SDK takes. */
function tree(country: string, requirements: readonly string[], prefix = ''): Record<string, unknown> {
  const root: Record<string, unknown> = {}
  for (const requirement of requirements) {
    const parts = requirement.slice(prefix.length).split('.')
    const last = parts.pop() ?? ''
    let branch = root
    for (const part of parts) {
      branch[part] ??= {}
      branch = branch[part] as Record<string, unknown>
    }
    branch[last] = answer(country, requirement)
  }
  return root
}
