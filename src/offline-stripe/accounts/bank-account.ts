/**
 * Makes a bank account from its details, or refuses them.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { recipientCountry } from '../countries/recipient-countries.ts'
import { invalidParameter, invalidRequest } from '../errors.ts'
import { type BankFormat, bankFormat, isAbaNumber, wholeNumber } from './bank-formats.ts'
import type { BankAccountInput } from './external-account-parameters.ts'
import { fingerprint } from './fingerprint.ts'
import { checkKanaHolder } from './kana.ts'
import { noRequirements } from './requirements.ts'
import { isTestNumber, NOT_INSTANT, UNUSABLE, usualTestNumber } from './test-bank-numbers.ts'

/** Countries where Stripe writes the BIC of a head office in full. */
const WITH_WHOLE_BIC = ['MY', 'ZA']

/** The bank that Stripe names in test mode where the account number includes the bank. */
const TEST_BANK = '110000000'

/** Countries where it names the real one, which is in the first digits of the number: how many. */
const BANK_DIGITS: Record<string, number> = { NZ: 6, PE: 3 }

/**
 * Makes the bank account in a currency that its account may have. `number` is without separators.
 *
 * @param param The parameter name of the bank account.
 */
export function newBankAccount(
  id: string,
  details: BankAccountInput,
  currency: string,
  param: string,
): { made: Stripe.BankAccount; number: string } {
  const [routing, number] = checkDetails(details, currency, param)
  const made: Stripe.BankAccount = {
    id,
    object: 'bank_account',
    account_holder_name: details.account_holder_name ?? null,
    account_holder_type: details.account_holder_type ?? null,
    account_type: details.account_type ?? null,
    available_payout_methods: payoutMethods(details.country, number),
    bank_name: 'STRIPE TEST BANK',
    country: details.country,
    currency,
    fingerprint: bankFingerprint(details),
    future_requirements: nothingDue(),
    last4: number.slice(-4),
    requirements: nothingDue(),
    routing_number: shownRouting(details.country, routing),
    status: 'new',
  }
  return { made, number }
}

/** How Stripe groups the number of a bank where it shows one. */
const GROUPS: Record<string, [digits: RegExp, groups: string]> = {
  AU: [/^(\d{2})(\d{4})$/, '$1 $2'],
  CA: [/^(\d{5})(\d{3})$/, '$1-$2'],
  GB: [/^(\d{2})(\d{2})(\d{2})$/, '$1-$2-$3'],
  HK: [/^(\d{3})(\d{3})$/, '$1-$2'],
  SG: [/^(\d{4})(\d{3})$/, '$1-$2'],
}

function shownRouting(country: string, routing: string): string {
  const [digits, groups] = GROUPS[country] ?? []
  return digits && groups ? routing.replace(digits, groups) : routing
}

/**
 * Refuses numbers that no bank of the country has. Which accounts may be paid there is another question.
 *
 * @param param The parameter name of the bank account.
 */
export function checkBankAccount(details: BankAccountInput, currency: string, param: string): void {
  checkDetails(details, currency, param)
}

/** Returns the routing number and the account number without separators. */
function checkDetails(
  details: BankAccountInput,
  currency: string,
  param: string,
): [routing: string, number: string] {
  const [routing, number] = checkFormat(details, currency, param)
  const { country } = details
  if (!isTestNumber(country, number)) {
    const message = `You must use a test bank account number in test mode. Try ${usualTestNumber(country)} or see more options at https://stripe.com/docs/connect/testing#account-numbers.`
    throw invalidParameter(message, { code: 'account_number_invalid', param: `${param}[account_number]` })
  }
  return [routing, number]
}

function checkFormat(
  details: BankAccountInput,
  currency: string,
  param: string,
): [routing: string, number: string] {
  const { country } = details
  const format: BankFormat | undefined = recipientCountry(country)?.bank ?? bankFormat(country, currency)
  const number = numberOf(details)
  if (!format?.account.test(number) || format.checks?.(number) === false) {
    const message = `Invalid account number for a bank account in ${country}.`
    throw invalidParameter(message, { code: 'account_number_invalid', param: `${param}[account_number]` })
  }
  if (number === UNUSABLE) {
    const message = 'This bank account cannot be used. Please use another.'
    throw invalidRequest(message, { code: 'bank_account_unusable', param })
  }
  if (country === 'JP') checkKanaHolder(details.account_holder_name, `${param}[account_holder_name]`)
  if (!format.routing) {
    const digits = BANK_DIGITS[country]
    return [digits === undefined ? TEST_BANK : number.slice(0, digits), number]
  }
  const routing = routingOf(country, details.routing_number ?? '', format.routing)
  if (!routing) {
    const about = { code: 'parameter_missing', param: `${param}[routing_number]` }
    throw invalidParameter(`Missing required param: ${about.param}.`, about)
  }
  if (!format.routing.test(routing) || (country === 'US' && !isAbaNumber(routing))) {
    const message = `Invalid routing number for ${country}.`
    throw invalidParameter(message, { code: 'routing_number_invalid', param: `${param}[routing_number]` })
  }
  return [routing, number]
}

/** The number of the bank without separators, unless those belong to it. Eight characters of a BIC mean a head office. */
function routingOf(country: string, given: string, format: RegExp): string {
  const whole = given.trim()
  if (!format.test(whole)) return bare(given)
  return WITH_WHOLE_BIC.includes(country) && whole.length === 8 ? `${whole}XXX` : whole
}

function bare(number: string): string {
  return number.replace(/[\s-]/g, '')
}

function payoutMethods(country: string, number: string): Stripe.BankAccount.AvailablePayoutMethod[] {
  return country === 'US' && number !== NOT_INSTANT ? ['standard', 'instant'] : ['standard']
}

type Numbers = Pick<BankAccountInput, 'country' | 'account_number'> & {
  routing_number?: string | null | undefined
}

/** The same for the same bank account on every connected account. */
export function bankFingerprint(details: Numbers): string {
  const { country, routing_number } = details
  const routing = country === 'NZ' ? '' : bare(routing_number ?? '')
  return fingerprint(country, routing, numberOf(details))
}

function numberOf({ country, routing_number, account_number }: Numbers): string {
  return wholeNumber(country, bare(routing_number ?? ''), bare(account_number).toUpperCase())
}

function nothingDue(): Stripe.BankAccount.Requirements {
  const { currently_due, errors, past_due, pending_verification } = noRequirements()
  return { currently_due, errors, past_due, pending_verification }
}
