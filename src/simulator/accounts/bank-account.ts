/**
 * Makes an external account out of bank details, or refuses them. Which payouts to it fail depends on its number, which
 * stays in `secret.account_number`.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import type { Stripe } from 'stripe'
import { countrySpec } from '../countries/index.ts'
import { invalidParameter, invalidRequest } from '../errors.ts'
import type { Kernel } from '../kernel.ts'
import { bankFormat, isAbaNumber } from './bank-formats.ts'
import type { Dossier, ExternalAccountRow } from './dossier.ts'
import { type BankAccountInput, bankAccountTokenInput } from './external-account-parameters.ts'
import { noRequirements } from './requirements.ts'
import { useToken } from './tokens.ts'

type Reference = string | BankAccountInput

/** Stripe's own tokens, and the test number that each stands for (https://docs.stripe.com/connect/testing#payouts). */
const TEST_TOKENS: Record<string, string> = {
  btok_us_verified: '000123456789',
  btok_us_verified_noAccount: '000111111116',
  btok_us_verified_accountClosed: '000111111113',
  btok_us_verified_insufficientFunds: '000222222227',
  btok_us_verified_debitNotAuthorized: '000333333335',
  btok_us_verified_invalidCurrency: '000444444440',
}

/** Stripe's test number of a bank that takes no instant payouts. */
const NOT_INSTANT = '000888888883'

/** No test number of Stripe's is refused as `bank_account_unusable`; this one, the simulator's own, is. */
const UNUSABLE = '000999999990'

/**
 * Adds an external account to the dossier. The first of its currency is the one that payouts go to.
 *
 * @param reference A token's id or the bank details themselves.
 */
export function addBankAccount(
  kernel: Kernel,
  dossier: Dossier,
  reference: Reference,
  options: { defaultForCurrency?: boolean; metadata?: Record<string, string> } = {},
): ExternalAccountRow {
  const { account } = dossier
  const { details, id = kernel.newId('ba') } = referred(kernel, reference)
  const currency = details.currency ?? countrySpec(details.country)?.default_currency ?? ''
  const [routing, number] = checkDetails(account, details, currency)
  const others = dossier.externalAccounts.filter(({ object }) => object.currency === currency)
  const created = kernel.clock.now()
  const row: ExternalAccountRow = {
    id,
    account: account.id,
    created,
    object: {
      id,
      object: 'bank_account',
      account: account.id,
      account_holder_name: details.account_holder_name ?? null,
      account_holder_type: details.account_holder_type ?? null,
      account_type: details.account_type ?? null,
      available_payout_methods: payoutMethods(details.country, number),
      bank_name: 'STRIPE TEST BANK',
      country: details.country,
      currency,
      default_for_currency: others.length === 0,
      fingerprint: bankFingerprint(details),
      future_requirements: nothingDue(),
      last4: number.slice(-4),
      metadata: options.metadata ?? {},
      requirements: nothingDue(),
      routing_number: routing,
      status: 'new',
    },
    secret: { account_number: number },
  }
  dossier.externalAccounts.push(row)
  if (options.defaultForCurrency) makeDefault(dossier, row)
  return row
}

/** Sends payouts of the row's currency to it rather than to any other external account. */
export function makeDefault({ externalAccounts }: Dossier, chosen: ExternalAccountRow): void {
  for (const row of externalAccounts)
    if (row.object.currency === chosen.object.currency) row.object.default_for_currency = row.id === chosen.id
}

/** What a reference stands for. The bank account that a token showed keeps its id. */
function referred(kernel: Kernel, reference: Reference): { details: BankAccountInput; id?: string } {
  if (typeof reference !== 'string') return { details: reference }
  const account_number = TEST_TOKENS[reference]
  if (account_number)
    return { details: { country: 'US', currency: 'usd', routing_number: '110000000', account_number } }
  const { object, secret } = useToken(kernel, reference, 'bank_account', 'external_account')
  const id = object.bank_account?.id
  return { details: bankAccountTokenInput(secret), ...(id !== undefined && { id }) }
}

/** Returns the routing number and the account number without separators. */
function checkDetails(
  account: Stripe.Account,
  details: BankAccountInput,
  currency: string,
): [routing: string | null, number: string] {
  const { country } = details
  checkCurrency(account, country, currency)
  const format = bankFormat(country, currency)
  const number = bare(details.account_number).toUpperCase()
  if (!format?.account.test(number)) {
    const message = `Invalid account number for a bank account in ${country}.`
    throw invalidParameter(message, { code: 'account_number_invalid', param: param('account_number') })
  }
  if (number === UNUSABLE) {
    const message = 'This bank account cannot be used. Please use another.'
    throw invalidRequest(message, { code: 'bank_account_unusable', param: 'external_account' })
  }
  if (!format.routing) return [null, number]
  const routing = bare(details.routing_number ?? '')
  if (!routing) {
    const about = { code: 'parameter_missing', param: param('routing_number') }
    throw invalidParameter(`Missing required param: ${about.param}.`, about)
  }
  if (!format.routing.test(routing) || (country === 'US' && !isAbaNumber(routing))) {
    const message = `Invalid routing number for ${country}.`
    throw invalidParameter(message, { code: 'routing_number_invalid', param: param('routing_number') })
  }
  return [routing, number]
}

function checkCurrency(account: Stripe.Account, country: string, currency: string): void {
  const supported = countrySpec(account.country ?? '')?.supported_bank_account_currencies ?? {}
  const places = supported[currency]
  if (!places) {
    const message = `Accounts in ${account.country} cannot have bank accounts in ${currency}. Supported: ${Object.keys(supported).join(', ')}.`
    throw invalidParameter(message, { param: param('currency') })
  }
  if (places.includes(country)) return
  const message = `A bank account in ${currency} for an account in ${account.country} must be in ${places.join(', ')}, not in ${country}.`
  throw invalidParameter(message, { param: param('country') })
}

function param(name: string): string {
  return `external_account[${name}]`
}

function bare(number: string): string {
  return number.replace(/[\s-]/g, '')
}

function payoutMethods(country: string, number: string): Stripe.BankAccount.AvailablePayoutMethod[] {
  return country === 'US' && number !== NOT_INSTANT ? ['standard', 'instant'] : ['standard']
}

/** The same for the same bank account, wherever it is. */
export function bankFingerprint({ country, routing_number, account_number }: BankAccountInput): string {
  const parts = [country, bare(routing_number ?? ''), bare(account_number).toUpperCase()]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)
}

function nothingDue(): Stripe.BankAccount.Requirements {
  const { currently_due, errors, past_due, pending_verification } = noRequirements()
  return { currently_due, errors, past_due, pending_verification }
}
