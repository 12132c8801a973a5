import type { Stripe } from 'stripe'
import { adoptAccount, refreshAccount } from '../accounts/mirror-account.ts'
import { accountStore } from '../accounts/store/accounts.ts'
import type { StripeAccountRow } from '../accounts/store/stripe-account-row.ts'
import type { Services, SignedInContext } from '../context/context.ts'
import { ConnectError, notFound } from '../core/errors.ts'
import type { Owner } from '../storage/storage.ts'
import { toConnectError } from '../stripe/errors.ts'
import { idempotencyKey } from '../stripe/idempotency.ts'
import { noAnswer } from '../stripe/read-answer.ts'
import type { Option } from '../web/form-fields.ts'
import { accountPlace } from './account-place.ts'
import { supportedCountries, supportedCountry } from './supported-countries.ts'

export interface NewAccount {
  country: string
  businessType: 'individual' | 'company'
  /** A one-time id made when the form was drawn: the same one never makes a second account. */
  operation: string
}

/**
 * Registers a person with Stripe, as an account whose registration, fees and losses are the platform's: what used to be
 * the type `custom`.
 *
 * @see https://docs.stripe.com/connect/migrate-to-controller-properties
 * @throws ConnectError `invalid-country` where Stripe has no accounts; `too-many-accounts`, 409
 * @example
 * const row = await createAccount(context, { country: 'GB', businessType: 'individual', operation })
 */
export async function createAccount(
  context: SignedInContext,
  { country, businessType, operation }: NewAccount,
): Promise<StripeAccountRow> {
  const { services, caller } = context
  const { appid } = services.config
  const owner = { accountid: caller.accountid, appid }
  const spec = await supportedCountry(services, country)
  if (!spec) throw new ConnectError('invalid-country', { field: 'country' })
  const params: Stripe.AccountCreateParams = {
    country,
    business_type: businessType,
    controller: {
      fees: { payer: 'application' },
      losses: { payments: 'application' },
      requirement_collection: 'application',
      stripe_dashboard: { type: 'none' },
    },
    capabilities: capabilitiesOf(spec),
    // Says whose it is, should we be stopped before the row is written.
    metadata: owner,
  }
  const key = [appid, caller.accountid, operation, country, businessType]
  try {
    return await createOnce(services, params, owner, key)
  } catch (error) {
    throw toConnectError(error)
  }
}

/**
 * Stripe repeats its first answer to a key even when the account was deleted since, as somebody does who goes back to
 * the form and sends it once more. What it repeats is looked at again; an account that is gone is followed by another.
 */
async function createOnce(
  services: Services,
  params: Stripe.AccountCreateParams,
  owner: Owner & { appid: string },
  key: readonly string[],
): Promise<StripeAccountRow> {
  const name = idempotencyKey('create-account', ...key)
  const { place, account } = await accountPlace(services, owner.accountid, name, () =>
    services.stripe.accounts.create(params, { idempotencyKey: name }),
  )
  // By its metadata alone it is known whose an account is, and there was no id to ask for.
  const { country, metadata } = account
  if (country !== params.country || metadata?.accountid !== owner.accountid || metadata.appid !== owner.appid)
    throw noAnswer('the account is not the one that was to be made')
  if (account.lastResponse.headers['idempotent-replayed'] === 'true') {
    const present = await refreshAccount(services, account.id)
    await accountStore(services.storage).leavePlace(owner.accountid, place)
    return present
      ? refuseUnlessOwn(present, owner)
      : createOnce(services, params, owner, [...key, account.id])
  }
  const row = await adoptAccount(services, account, owner, place)
  if (!row) throw notFound('stripeid')
  return refuseUnlessOwn(row, owner)
}

/** @throws Stripe's error for the answer when it is an account that somebody else has here */
function refuseUnlessOwn(row: StripeAccountRow, { accountid }: Owner): StripeAccountRow {
  if (row.accountid !== accountid) throw noAnswer('the account is somebody else’s')
  return row
}

function capabilitiesOf(spec: Stripe.CountrySpec): Stripe.AccountCreateParams.Capabilities {
  const takesCards = spec.supported_payment_methods.includes('card')
  return { transfers: { requested: true }, ...(takesCards && { card_payments: { requested: true } }) }
}

/** The countries that an account can be in, by name. */
export async function countryChoices({ services, messages }: SignedInContext): Promise<Option[]> {
  const specs = await supportedCountries(services)
  return specs
    .map(({ id }) => ({ value: id, label: messages.country(id) }))
    .toSorted((a, b) => a.label.localeCompare(b.label, messages.language))
}
