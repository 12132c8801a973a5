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
import type { Translator } from '../messages/translator.ts'
import { isGone, isRefused, isStripeError, refusedParameter, toConnectError } from '../stripe/errors.ts'
import { idempotencyKey } from '../stripe/idempotency.ts'
import type { FieldGroup } from '../web/form-fields.ts'
import type { FormValues } from '../web/route.ts'
import { BankPlaces } from './bank/bank-places.ts'
import { drawBankForm } from './bank/draw-bank-form.ts'
import type { BankPlace } from './bank/drawn-place.ts'
import {
  type BankAccountDetails,
  type BankReading,
  readBankAccount,
  readPlace,
} from './bank/read-bank-account.ts'
import { checkNumber, codeOf, refusedInput } from './bank/refused-input.ts'
import { takesTestValues } from './situation.ts'
import { supportedCountry } from './supported-countries.ts'
import { forUs } from './tokens/for-stripe.ts'
import { requireToken } from './tokens/read-token.ts'
import { refuseForStripe } from './tokens/sealed-answers.ts'
import { type TokenPage, tokenPage } from './tokens/token-page.ts'

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
  const { tokensOnly } = context.services.config.stripe
  return drawBankForm({ ...reading, tokensOnly }, row.stripeObject, { country, currency }, attempt)
}

/** What the page of the form needs where its answers go to Stripe alone. */
export async function bankTokens(
  context: SignedInContext,
  { stripeObject }: StripeAccountRow,
): Promise<TokenPage | undefined> {
  const spec = await supportedCountry(context.services, stripeObject.country ?? '')
  if (!spec) throw new ConnectError('invalid-country', { field: 'country' })
  const { supported_bank_account_currencies, default_currency } = spec
  return tokenPage(context, {
    about: 'bank-account',
    spec: { supported_bank_account_currencies, default_currency },
  })
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
 * @throws ConnectError `only-as-token`, `invalid-token` where a token has to come in place of the numbers and their holder
 * @throws ConnectError `invalid-stripe-account` (409) when the Stripe account is rejected
 */
export async function saveBankAccount(
  context: SignedInContext,
  row: StripeAccountRow,
  values: FormValues,
  { strict = false } = {},
): Promise<StripeAccountRow> {
  if (row.status === 'rejected') throw new ConnectError('invalid-stripe-account', { status: 409 })
  const reading = await readingOf(context, row)
  if (context.services.config.stripe.tokensOnly) {
    refuseForStripe(values, forUs.bankAccount)
    const token = requireToken(values, 'token', 'bank_account')
    await replace(context, row, token, readPlace(reading, values))
  } else {
    const details = readBankAccount({ ...reading, strict }, values)
    if (Array.isArray(details)) throw ConnectError.of(details)
    await replace(context, row, details, details)
  }
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
  details: BankAccountDetails | string,
  place: { country: string; currency?: string },
): Promise<void> {
  const { country, currency = '' } = place
  const ticket = await accountStore(services.storage).ticket(stripeid)
  let account: Stripe.Account
  try {
    account = await services.stripe.accounts.update(
      stripeid,
      { external_account: details },
      { idempotencyKey: idempotencyKey('bank-account', stripeid, ticket) },
    )
  } catch (error) {
    if (typeof details === 'string' && isRefused(error) && error.param === 'external_account')
      throw new ConnectError('invalid-token', { field: 'token', cause: error })
    throw inBankTerms(messages, error, { country, currency })
  }
  await recordAccount(services, account, ticket)
  const others = (account.external_accounts?.data ?? []).filter((other) => other.currency !== currency)
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

/** Stripe's error at the input that its parameter was made from, e.g. the sort code for a routing number. */
function inBankTerms(messages: Translator, error: unknown, place: BankPlace): ConnectError {
  const field = isStripeError(error) ? refusedInput(place, error, isRefused(error)) : undefined
  if (!isStripeError(error) || field === undefined) return toConnectError(error)
  const refused = refusedParameter(error, field)
  const check = checkNumber(messages, place, field)
  if (check === undefined) return refused
  const [problem] = refused.problems
  return new ConnectError(codeOf(place, field), { message: check, ...problem, cause: error })
}
