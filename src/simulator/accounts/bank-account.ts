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
  const details = detailsOf(kernel, reference)
  const currency = details.currency ?? countrySpec(details.country)?.default_currency ?? ''
  const [routing, number] = checkDetails(account, details, currency)
  const others = dossier.externalAccounts.filter(({ object }) => object.currency === currency)
  const id = kernel.newId('ba')
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
      available_payout_methods: details.country === 'US' ? ['standard', 'instant'] : ['standard'],
      bank_name: 'STRIPE TEST BANK',
      country: details.country,
      currency,
      default_for_currency: others.length === 0,
      fingerprint: fingerprint(details.country, routing, number),
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

function detailsOf(kernel: Kernel, reference: Reference): BankAccountInput {
  if (typeof reference !== 'string') return reference
  const number = TEST_TOKENS[reference]
  if (number) return { country: 'US', currency: 'usd', routing_number: '110000000', account_number: number }
  return bankAccountTokenInput(useToken(kernel, reference, 'bank_account', 'external_account'))
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

function fingerprint(...parts: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)
}

function nothingDue(): Stripe.BankAccount.Requirements {
  const { currently_due, errors, past_due, pending_verification } = noRequirements()
  return { currently_due, errors, past_due, pending_verification }
}
