/**
 * The bank account that payouts go to. Its full numbers go to Stripe only, never to the database or a log.
 *
 * @see https://docs.stripe.com/connect/payouts-bank-accounts
 * @module
 */
import type { Stripe } from 'stripe'
import { recordAccount, refreshAccount } from '../accounts/mirror-account.ts'
import { accountStore } from '../accounts/store/accounts.ts'
import type { StripeAccountRow } from '../accounts/store/stripe-account-row.ts'
import type { SignedInContext } from '../context/context.ts'
import { ConnectError, notFound, type Problem } from '../core/errors.ts'
import { own } from '../core/own.ts'
import type { Translator } from '../messages/translator.ts'
import { isGone, isRefused, isStripeError, refusedParameter, toConnectError } from '../stripe/errors.ts'
import { idempotencyKey } from '../stripe/idempotency.ts'
import type { FieldGroup } from '../web/form-fields.ts'
import type { FormValues } from '../web/route.ts'
import { bankFormat } from './bank/bank-formats.ts'
import { BankPlaces } from './bank/bank-places.ts'
import { drawBankForm } from './bank/draw-bank-form.ts'
import { type BankAccountDetails, type BankReading, readBankAccount } from './bank/read-bank-account.ts'
import { takesTestValues } from './situation.ts'
import { supportedCountry } from './supported-countries.ts'
import { wordsFor } from './words.ts'

/**
 * The form for a bank account in this country and currency, both of which are choices in it.
 *
 * @param country of the bank, ISO 3166-1; the account's own country replaces one that Stripe does not allow
 * @param currency ISO 4217, in any case; the country's first currency replaces one that Stripe does not allow
 */
export async function bankForm(
  context: SignedInContext,
  row: StripeAccountRow,
  country: string,
  currency: string,
  attempt: { values?: FormValues; problems?: readonly Problem[] } = {},
): Promise<FieldGroup[]> {
  const reading = await readingOf(context, row)
  return drawBankForm(reading, row.stripeObject, { country, currency }, attempt)
}

/**
 * Gives Stripe the bank account that payouts go to. It replaces the old one, except that Stripe keeps the bank account in
 * the account's default currency when the new one has another currency.
 *
 * @param options.strict whether numbers that this bank does not have are refused, as in the API; a form may have some left of
 *   the country that was chosen before
 * @see https://docs.stripe.com/api/external_account_bank_accounts/delete
 * @throws ConnectError with every problem at once: `invalid-currency`, `invalid-country`, `invalid-account_holder_name`,
 *   `invalid-account_holder_type`, `invalid-external_account.<input>`
 * @throws ConnectError `invalid-stripe-account` (409) when the Stripe account is rejected
 */
export async function saveBankAccount(
  context: SignedInContext,
  row: StripeAccountRow,
  values: FormValues,
  { strict = false } = {},
): Promise<StripeAccountRow> {
  if (row.status === 'rejected') throw new ConnectError('invalid-stripe-account', { status: 409 })
  const details = readBankAccount({ ...(await readingOf(context, row)), strict }, values)
  if (Array.isArray(details)) throw ConnectError.of(details)
  await replace(context, row, details)
  const saved = await refreshAccount(context.services, row.stripeid)
  if (!saved) throw notFound('stripeid')
  return saved
}

async function readingOf(context: SignedInContext, row: StripeAccountRow): Promise<BankReading> {
  const spec = await supportedCountry(context.services, row.stripeObject.country ?? '')
  if (!spec) throw new ConnectError('invalid-country', { field: 'country' })
  return { places: new BankPlaces(spec), test: takesTestValues(context), messages: context.messages }
}

/** Stripe itself replaces a bank account in the same currency, but would go on paying to one in another currency. */
async function replace(
  { services, log, messages }: SignedInContext,
  { stripeid }: StripeAccountRow,
  details: BankAccountDetails,
): Promise<void> {
  const ticket = await accountStore(services.storage).ticket(stripeid)
  let account: Stripe.Account
  try {
    account = await services.stripe.accounts.update(
      stripeid,
      { external_account: details },
      { idempotencyKey: idempotencyKey('bank-account', stripeid, ticket) },
    )
  } catch (error) {
    throw inBankTerms(messages, error, details)
  }
  await recordAccount(services, account, ticket)
  const others = (account.external_accounts?.data ?? []).filter(
    ({ currency }) => currency !== details.currency,
  )
  for (const { id } of others) {
    try {
      await services.stripe.accounts.deleteExternalAccount(stripeid, id)
    } catch (error) {
      // Stripe does not delete the bank account in the account's default currency; it goes on serving that currency only.
      const refused = isGone(error) || toConnectError(error).status === 400
      if (!refused) throw toConnectError(error)
      log.info({ stripeid, external: id }, 'Stripe keeps the bank account that was replaced')
    }
  }
}

/** Error codes for which Stripe may not name the parameter, and the parameter each is about. */
const PARAMS_BY_CODE: Record<string, string> = {
  account_number_invalid: 'account_number',
  bank_account_declined: 'account_number',
  bank_account_unusable: 'account_number',
  bank_account_unverified: 'account_number',
  routing_number_invalid: 'routing_number',
}

/** Stripe's error at the input that its parameter was made from, e.g. the sort code for a routing number. */
function inBankTerms(
  messages: Translator,
  error: unknown,
  { country, currency = '' }: BankAccountDetails,
): ConnectError {
  const { numbers } = bankFormat(country, currency)
  const first = numbers[0]?.name ?? 'account_number'
  const last = numbers.at(-1)?.name ?? first
  const fieldOf = (param: string): string => {
    if (param.includes('routing_number')) return first
    return /account_holder_name|account_holder_type|country|currency/.exec(param)?.[0] ?? last
  }
  const translated = atItsInput(error, fieldOf) ?? toConnectError(error)
  const [problem] = translated.problems
  const number = numbers.find(({ name }) => name === problem?.field)
  if (!number) return translated
  const { noun } = wordsFor(messages, number.label)
  return new ConnectError(`invalid-external_account.${number.name}`, {
    message: messages.text('refusal.check', { noun }),
    ...problem,
    status: translated.status,
    cause: error,
  })
}

/** @returns undefined when the error is not about what was typed */
function atItsInput(error: unknown, fieldOf: (param: string) => string): ConnectError | undefined {
  if (!isStripeError(error)) return undefined
  const param = isRefused(error) && error.param ? error.param : own(PARAMS_BY_CODE, error.code ?? '')
  return param === undefined ? undefined : refusedParameter(error, fieldOf(param))
}
