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
import type { FormValues } from '../web/route.ts'
import { accountPlace } from './account-place.ts'
import { openCountries } from './supported-countries.ts'
import { requireToken } from './tokens/read-token.ts'

/** @see https://docs.stripe.com/api/accounts/object#account_object-business_type */
export const BUSINESS_TYPES = ['individual', 'company', 'non_profit', 'government_entity'] as const

/** Stripe registers public bodies of this country only. */
const COUNTRY_OF_PUBLIC_BODIES = 'US'

export interface NewAccount {
  country: string
  businessType: string
  /** An id made for each form, so that a form sent twice creates one account. */
  operation: string
  /** An account token with the business type, where Stripe alone is to be told. */
  token?: string | undefined
}

/**
 * Creates a Stripe account for a person. The platform collects its requirements, pays its fees and bears its losses: the
 * controller properties that replace the type `custom`.
 *
 * @see https://docs.stripe.com/connect/migrate-to-controller-properties
 * @throws ConnectError `invalid-country` when new sellers may not choose the country; `invalid-business_type`; `too-many-accounts`, 409
 * @example
 * const row = await createAccount(context, { country: 'GB', businessType: 'individual', operation })
 */
export async function createAccount(
  context: SignedInContext,
  { country, businessType: type, operation, token }: NewAccount,
): Promise<StripeAccountRow> {
  const { services, caller } = context
  const { appid } = services.config
  const owner = { accountid: caller.accountid, appid }
  const spec = (await openCountries(services)).find(({ id }) => id === country)
  if (!spec) throw new ConnectError('invalid-country', { field: 'country' })
  const businessType = BUSINESS_TYPES.find((known) => known === type)
  const isElsewhere = businessType === 'government_entity' && country !== COUNTRY_OF_PUBLIC_BODIES
  if (!businessType || isElsewhere)
    throw new ConnectError('invalid-business_type', {
      field: 'business_type',
      ...(isElsewhere && { message: context.messages.text('create.government-elsewhere') }),
    })
  const params: Stripe.AccountCreateParams = {
    country,
    ...(token === undefined ? { business_type: businessType } : { account_token: token }),
    controller: {
      fees: { payer: 'application' },
      losses: { payments: 'application' },
      requirement_collection: 'application',
      stripe_dashboard: { type: 'none' },
    },
    capabilities: capabilitiesOf(spec),
    // Names the owner, in case the process stops before the row is written.
    metadata: owner,
  }
  const key = [appid, caller.accountid, operation, country, businessType, ...(token ? [token] : [])]
  try {
    return await createOnce(services, params, owner, key)
  } catch (error) {
    throw toConnectError(error)
  }
}

/**
 * The account token of a form that asks for an account.
 *
 * @returns undefined where this server tells Stripe the business type itself
 * @throws ConnectError `invalid-token`
 */
export function newAccountToken({ services }: SignedInContext, values: FormValues): string | undefined {
  return services.config.stripe.tokensOnly ? requireToken(values, 'token', 'account') : undefined
}

/**
 * Stripe repeats its first answer to an idempotency key even if the account was deleted since: a person may delete it, go
 * back to the form and send it again. So a repeated answer is checked, and if the account is gone a new one is created.
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
  // The request had no id to compare with the answer: only the metadata shows whose account this is.
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

/** @throws Stripe's error when the account in the answer belongs to somebody else here */
function refuseUnlessOwn(row: StripeAccountRow, { accountid }: Owner): StripeAccountRow {
  if (row.accountid !== accountid) throw noAnswer('the account is somebody else’s')
  return row
}

function capabilitiesOf(spec: Stripe.CountrySpec): Stripe.AccountCreateParams.Capabilities {
  const takesCards = spec.supported_payment_methods.includes('card')
  return { transfers: { requested: true }, ...(takesCards && { card_payments: { requested: true } }) }
}

/** The countries where accounts are possible, sorted by name. */
export async function countryChoices({ services, messages }: SignedInContext): Promise<Option[]> {
  const specs = await openCountries(services)
  return specs
    .map(({ id }) => ({ value: id, label: messages.country(id) }))
    .toSorted((a, b) => a.label.localeCompare(b.label, messages.language))
}
