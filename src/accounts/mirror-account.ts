/**
 * The only code that adds a Stripe account to our database, removes it and announces that it changed.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { Services } from '../context/context.ts'
import { defineMirror } from '../events/define-mirror.ts'
import { canBeOwner } from '../storage/owner.ts'
import type { Owner, Storage } from '../storage/storage.ts'
import { unlessGone } from '../stripe/errors.ts'
import { refuseUnlessWhole } from '../stripe/read-answer.ts'
import { accountName } from './account-name.ts'
import type { AccountPlace } from './store/account-places.ts'
import { accountStore } from './store/accounts.ts'
import { departureStore } from './store/departures.ts'
import type { StripeAccountRow } from './store/stripe-account-row.ts'

/**
 * An unknown account gets a row when its metadata names its owner: a crash may have stopped us from writing it. An account that
 * has disconnected from the platform is removed, and Stripe is not asked for it again: only who it belonged to is kept, to say
 * so. An account of another tenant of the platform is left alone.
 */
export const accountMirror = defineMirror<Owner | StripeAccountRow, Stripe.Account>({
  object: 'account',
  events: [
    'account.updated',
    // Stripe then answers that the account does not exist, as it does for a deleted one.
    'account.application.deauthorized',
    'account.external_account.created',
    'account.external_account.deleted',
    'account.external_account.updated',
    'capability.updated',
  ],
  idOf: (_shown, stripeid) => stripeid,
  rows: accountStore,
  async known({ storage, stripe }, { stripeid }) {
    const row = await accountStore(storage).findCurrent(stripeid)
    if (row) return row
    if (await departureStore(storage).find(stripeid)) return undefined
    return ownerOf(await unlessGone(stripe.accounts.retrieve(stripeid)), storage)
  },
  retrieve: (stripe, { stripeid }) => stripe.accounts.retrieve(stripeid),
  async keep(services, { known, subject: { stripeid }, object: account, ticket }) {
    const stripeAccounts = accountStore(services.storage)
    refuseUnlessWhole(account)
    if ('stripeid' in known) await stripeAccounts.record(stripeid, account, ticket)
    else {
      const { accountid } = known
      await stripeAccounts.adopt({ stripeid, accountid, stripeObject: account }, ticket)
    }
    // Even when nothing was recorded: another instance may have recorded the answer and stopped before announcing it.
    await tell(services, stripeid)
  },
  removal: {
    endings: ['account.application.deauthorized'],
    async remove(services, { known, subject: { stripeid } }) {
      if (!('stripeid' in known)) return
      services.log.warn({ stripeid }, 'the account has disconnected from the platform: it is removed')
      const { accountid, person, stripeObject } = known
      const name = accountName(stripeObject) ?? person.name ?? stripeid
      await departureStore(services.storage).record({ stripeid, accountid, name })
      await forgetAccount(services, known)
    },
  },
})

/**
 * Fetches an account's present state from Stripe and stores it.
 *
 * @returns undefined when the account is gone or is not ours
 * @throws Stripe's errors when Stripe does not answer, does not show an account that we have, or answers with less than a whole one
 */
export async function refreshAccount(
  services: Services,
  stripeid: string,
): Promise<StripeAccountRow | undefined> {
  await accountMirror.refresh(services, { stripeid, objectid: stripeid })
  return accountStore(services.storage).findCurrent(stripeid)
}

/**
 * Stores Stripe's answer to a change of ours and announces it. If another request has taken a later ticket, Stripe is asked
 * again: Stripe may have answered that request before it made our change, and the two answers may arrive in either order.
 *
 * @param ticket taken before the change was sent to Stripe
 * @returns the row as it is now; undefined when it no longer exists
 * @example
 * const ticket = await accountStore(storage).ticket(stripeid)
 * const account = await stripe.accounts.update(stripeid, params, { idempotencyKey })
 * await recordAccount(services, account, ticket)
 */
export async function recordAccount(
  services: Services,
  account: Stripe.Account,
  ticket: number,
): Promise<StripeAccountRow | undefined> {
  refuseUnlessWhole(account)
  const recorded = await accountStore(services.storage).recordChange(account.id, account, ticket)
  return recorded ? tell(services, account.id) : refreshAccount(services, account.id)
}

/**
 * Writes a row for an account that has none. An existing row stays as it is.
 *
 * @param place the place that was taken for it among the seller's accounts
 * @throws Stripe's error when the answer is not a whole account
 */
export async function adoptAccount(
  services: Services,
  account: Stripe.Account,
  { accountid }: Owner,
  place?: AccountPlace,
): Promise<StripeAccountRow | undefined> {
  refuseUnlessWhole(account)
  const row = { stripeid: account.id, accountid, stripeObject: account }
  await accountStore(services.storage).insert(row, place)
  return tell(services, account.id)
}

/** @returns the row as it is now */
async function tell(services: Services, stripeid: string): Promise<StripeAccountRow | undefined> {
  const row = await accountStore(services.storage).findCurrent(stripeid)
  if (row) await accountChanged(services, row)
  return row
}

/** Removes an account that Stripe no longer has, with its persons and payouts. The events received for it stay. */
export async function forgetAccount(
  services: Services,
  row: Pick<StripeAccountRow, 'stripeid' | 'appid' | 'accountid'>,
): Promise<void> {
  for (const mirror of services.mirrors) await mirror.deleteOfAccount?.(services, row.stripeid)
  await accountStore(services.storage).delete(row.stripeid)
  await accountChanged(services, row)
}

/**
 * Announces a change. The order matters. The caller commits the rows first, which also drops the header values made from the
 * old rows; then new values are made; then memory drops its copy, so that the next request reads the new values. If the
 * process stops in between, the values are missing rather than old, and the next request makes them.
 */
export async function accountChanged(
  services: Services,
  { appid, accountid, stripeid }: Pick<StripeAccountRow, 'stripeid' | 'appid' | 'accountid'>,
): Promise<void> {
  const { storage, headers, announcements } = services
  try {
    await headers.rebuild(accountid)
  } finally {
    // Another instance may have made the change: a listener must not read a replica that lacks it.
    storage.wrote({ accountid })
    headers.changed(accountid)
    announcements.accountChanged({ appid, accountid, stripeid })
  }
}

/**
 * The owner named in an account's metadata, which registration writes when it creates the account.
 *
 * @returns undefined when the account does not belong to this tenant
 */
function ownerOf(account: Stripe.Account | undefined, { appid }: Pick<Storage, 'appid'>): Owner | undefined {
  const { metadata } = account ?? {}
  const { accountid = '' } = metadata?.appid === appid ? metadata : {}
  return canBeOwner(accountid) ? { accountid } : undefined
}
