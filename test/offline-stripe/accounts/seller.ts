import type Stripe from 'stripe'
import {
  testBankAccount as bankAccount,
  testIban as iban,
  nested,
  type TestBankAccount,
  testAnswer,
} from '../../../src/offline-stripe/accounts/test-answers.ts'
import type { Bench } from '../support.ts'

export { bankAccount, iban }
export type BankDetails = TestBankAccount

/** An ordinary birth date, which is not one of Stripe's test values. */
const BORN: Record<string, number> = { 'dob.day': 17, 'dob.month': 4, 'dob.year': 1985 }

/** An ordinary person's answer to a requirement in a country; documents are Stripe's picture that passes. */
export function answer(country: string, requirement: string): unknown {
  const field = requirement.split('.').slice(1).join('.')
  const given = BORN[field] ?? testAnswer(country, requirement)
  if (given === undefined) throw new Error(`Nobody has an answer to ${requirement}`)
  return given
}

const CAPABILITIES = { card_payments: { requested: true }, transfers: { requested: true } } as const

/** The controller of an account for which the platform is responsible in every way. */
export const CONTROLLER = {
  fees: { payer: 'application' },
  losses: { payments: 'application' },
  requirement_collection: 'application',
  stripe_dashboard: { type: 'none' },
} as const

/** A new individual's account that asks to be paid. */
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

/** Answers every requirement in the list as an ordinary person would. */
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

/** An account with every due requirement answered, so that its review has begun. */
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

/** The answers as nested parameters for the SDK. */
function tree(country: string, requirements: readonly string[], prefix = ''): Record<string, unknown> {
  return nested(
    requirements.map((requirement) => [requirement.slice(prefix.length), answer(country, requirement)]),
  )
}
