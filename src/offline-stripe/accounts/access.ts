/**
 * Finds the account that a call is about, if the caller may see it, and refuses what only the owner may do.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { StripeError } from '../errors.ts'
import { isPlatform } from '../platform-account.ts'
import type { ApiRequest, ResourceApi, Store } from '../resource-api.ts'
import { type Dossier, readDossier } from './dossier.ts'

/**
 * The dossier of the account in the path. The platform sees every account, a connected account only itself. Any other account
 * gets Stripe's answer for one that does not exist: 403 `account_invalid`. The platform's own has nothing to change or to list.
 */
export function dossierFor(api: ResourceApi, { params, account }: ApiRequest): Dossier {
  const { account: id = '' } = params
  const dossier = account === undefined || account === id ? readDossier(api, id) : undefined
  if (dossier) return dossier
  if (account === undefined) refuseOwn(api, id)
  throw new StripeError(403, {
    type: 'invalid_request_error',
    code: 'account_invalid',
    message: `The provided key does not have access to account '${id}' (or that account does not exist). Application access may have been revoked.`,
  })
}

/** Throws Stripe's 403 where a call for connected accounts only names the platform's own. */
export function refuseOwn({ store }: ResourceApi, id: string): void {
  if (isPlatform(store, id)) throw ownAccount()
}

/** Stripe's 403 for a call on the caller's own account that is for connected accounts only. */
export function ownAccount(): StripeError {
  return new StripeError(403, {
    type: 'invalid_request_error',
    message: 'You cannot use this method on your own account: you may only use it on connected accounts.',
  })
}

/** The kind of stored account links. The first link can leave an account's description to its owner. */
export const ACCOUNT_LINK = '_account_link'

/** Parameters that only the owner may send once there is a link to onboarding. */
const OWNERS_PARAMETERS = [
  ...['account_token', 'bank_account', 'business_type', 'company', 'documents', 'external_account'],
  ...['individual', 'tos_acceptance'],
]

/** Whether only the owner may describe the account, and see its description. */
export function isLeftToOwner(store: Store, account: Stripe.Account): boolean {
  return answersToStripe(account) && store.list(ACCOUNT_LINK, { account: account.id }).length > 0
}

/** Whether Stripe collects the requirements, as for Express and Standard accounts, rather than the platform. */
export function answersToStripe({ controller }: Stripe.Account): boolean {
  return controller?.requirement_collection === 'stripe'
}

/**
 * Throws Stripe's 403 for parameters that the platform may no longer send about an account
 * (https://docs.stripe.com/api/accounts/update).
 */
export function checkParameters(api: ResourceApi, dossier: Dossier, input: ApiRequest['input']): void {
  const theirs = Object.keys(input).filter((name) => OWNERS_PARAMETERS.includes(name))
  if (theirs.length === 0 || !isLeftToOwner(api.store, dossier.account)) return
  const noun = theirs.length === 1 ? 'parameter' : 'parameters'
  const names = theirs.map((name) => `'${name}'`).join(', ')
  throw new StripeError(403, {
    type: 'invalid_request_error',
    message: `This application does not have the required permissions for the ${noun} ${names} on account '${dossier.account.id}'.`,
  })
}

/** Throws Stripe's 403 when the platform may no longer change an account's people (https://docs.stripe.com/api/persons). */
export function checkPeople(api: ResourceApi, dossier: Dossier): void {
  if (isLeftToOwner(api.store, dossier.account)) checkEndpoint(dossier)
}

/** Throws Stripe's 403 for an endpoint that serves only accounts whose requirements the platform collects. */
export function checkEndpoint({ account }: Dossier): void {
  if (!answersToStripe(account)) return
  throw new StripeError(403, {
    type: 'invalid_request_error',
    code: 'oauth_not_supported',
    message: `This application does not have the required permissions for this endpoint on account '${account.id}'.`,
  })
}
