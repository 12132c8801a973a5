/**
 * Finds the account that a call is about, where the caller may see it, and says what only its owner may do.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { StripeError } from '../errors.ts'
import type { ApiRequest, ResourceApi } from '../resource-api.ts'
import { type Dossier, readDossier } from './dossier.ts'

/**
 * The dossier of the account in the path. The platform sees every account, a connected account only itself; any other
 * is answered like one that does not exist: 403 `account_invalid`, as Stripe does.
 */
export function dossierFor(api: ResourceApi, { params, account }: ApiRequest): Dossier {
  const { account: id = '' } = params
  const dossier = account === undefined || account === id ? readDossier(api, id) : undefined
  if (dossier) return dossier
  throw new StripeError(403, {
    type: 'invalid_request_error',
    code: 'account_invalid',
    message: `The provided key does not have access to account '${id}' (or that account does not exist). Application access may have been revoked.`,
  })
}

/** Where account links are kept: the first one to an account leaves its description to its owner. */
export const ACCOUNT_LINK = '_account_link'

/** What the owner alone says once there is a link to onboarding. */
const OWNERS_PARAMETERS = [
  ...['account_token', 'business_type', 'company', 'documents', 'external_account', 'individual'],
  'tos_acceptance',
]

/** Whether the platform has left the account's description to its owner. */
function isLeftToOwner({ store }: ResourceApi, { account }: Dossier): boolean {
  return answersToStripe(account) && store.list(ACCOUNT_LINK, { account: account.id }).length > 0
}

/** Whether the owner answers to Stripe, as with Express and Standard accounts, rather than to the platform. */
export function answersToStripe({ controller }: Stripe.Account): boolean {
  return controller?.requirement_collection === 'stripe'
}

/**
 * Throws Stripe's 403 for what the platform may not say of an account any more
 * (https://docs.stripe.com/api/accounts/update).
 */
export function checkParameters(api: ResourceApi, dossier: Dossier, input: ApiRequest['input']): void {
  const theirs = Object.keys(input).filter((name) => OWNERS_PARAMETERS.includes(name))
  if (theirs.length === 0 || !isLeftToOwner(api, dossier)) return
  const noun = theirs.length === 1 ? 'parameter' : 'parameters'
  const names = theirs.map((name) => `'${name}'`).join(', ')
  throw new StripeError(403, {
    type: 'invalid_request_error',
    message: `This application does not have the required permissions for the ${noun} ${names} on account '${dossier.account.id}'.`,
  })
}

/** Throws Stripe's 403 for what the platform may not do to an account's people any more (https://docs.stripe.com/api/persons). */
export function checkPeople(api: ResourceApi, dossier: Dossier): void {
  if (isLeftToOwner(api, dossier)) checkEndpoint(dossier)
}

/** Throws Stripe's 403 for an endpoint that serves only accounts which answer to the platform. */
export function checkEndpoint({ account }: Dossier): void {
  if (!answersToStripe(account)) return
  throw new StripeError(403, {
    type: 'invalid_request_error',
    code: 'oauth_not_supported',
    message: `This application does not have the required permissions for this endpoint on account '${account.id}'.`,
  })
}
