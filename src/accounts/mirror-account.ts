/**
 * The one way an account of Stripe's enters our database, leaves it, and is told about.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { Services } from '../context/context.ts'
import { defineMirror } from '../events/define-mirror.ts'
import type { Owner, Storage } from '../storage/storage.ts'
import { unlessGone } from '../stripe/errors.ts'
import { refuseUnlessWhole } from '../stripe/read-answer.ts'
import type { AccountPlace } from './store/account-places.ts'
import { accountStore } from './store/accounts.ts'
import type { StripeAccountRow } from './store/stripe-account-row.ts'

/**
 * An account that we do not know is adopted when its metadata says whose it is: the one that a crash separated from its row. One
 * that is gone at Stripe is forgotten, and one of another tenant of the platform is left alone.
 */
export const accountMirror = defineMirror<Owner | StripeAccountRow, Stripe.Account>({
  object: 'account',
  events: [
    'account.updated',
    // Stripe then answers that there is no such account, as it does for one that was deleted.
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
    return row ?? ownerOf(await unlessGone(stripe.accounts.retrieve(stripeid)), storage)
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
    // Also when nothing was recorded: another instance may have recorded the answer and stopped before it told anybody.
    await tell(services, stripeid)
  },
  async remove(services, { known, subject: { stripeid } }) {
    if (!('stripeid' in known)) return
    services.log.warn(
      { stripeid },
      'the account is gone at Stripe, or has disconnected from the platform: it is removed',
    )
    await forgetAccount(services, known)
  },
})

/**
 * Asks Stripe for an account's present state and keeps it.
 *
 * @returns undefined when the account is gone or is not ours
 * @throws Stripe's errors when it does not answer, or not with a whole account
 */
export async function refreshAccount(
  services: Services,
  stripeid: string,
): Promise<StripeAccountRow | undefined> {
  await accountMirror.refresh(services, { stripeid, objectid: stripeid })
  return accountStore(services.storage).findCurrent(stripeid)
}

/**
 * Keeps what Stripe answered to a change of ours, and tells everyone. When somebody has asked later, Stripe is asked once
 * more: they may have been answered before the change was made, and their answer may come before ours or after it.
 *
 * @param ticket taken before Stripe was asked for the change
 * @returns the row as it is now; undefined when there is none any more
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
 * Gives an account its row when it has none; one that has is left as it is.
 *
 * @param place that was taken for it among the person's accounts
 * @throws Stripe's error for an answer that is not the account which was asked for
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

/** Drops an account that Stripe no longer has, with its persons and payouts; the events we received for it stay. */
export async function forgetAccount(
  services: Services,
  row: Pick<StripeAccountRow, 'stripeid' | 'appid' | 'accountid'>,
): Promise<void> {
  await accountStore(services.storage).delete(row.stripeid)
  await accountChanged(services, row)
}

/**
 * Makes a change known. The order matters: the rows come first (the caller committed them, which also dropped the header
 * values made from the old ones), then values are made from the rows, and only then memory lets go of what it holds, so that
 * whoever reads next finds the new. Stopped at any point, the values are missing rather than old, and the next reader makes them.
 */
export async function accountChanged(
  services: Services,
  { appid, accountid, stripeid }: Pick<StripeAccountRow, 'stripeid' | 'appid' | 'accountid'>,
): Promise<void> {
  const { storage, headers, announcements } = services
  try {
    await headers.rebuild(accountid)
  } finally {
    // Another instance may have recorded it: whoever is woken must not read a replica that lacks it.
    storage.wrote({ accountid })
    headers.changed(accountid)
    announcements.accountChanged({ appid, accountid, stripeid })
  }
}

/**
 * What an account's metadata says of whose it is, which registration writes when it creates one.
 *
 * @returns undefined when it is nobody's of this tenant
 */
function ownerOf(account: Stripe.Account | undefined, { appid }: Pick<Storage, 'appid'>): Owner | undefined {
  const { metadata } = account ?? {}
  return metadata?.appid === appid && metadata.accountid ? { accountid: metadata.accountid } : undefined
}
