/**
 * Limits how many accounts a person may have. Without a limit anybody signed in could create any number of them, at Stripe
 * too, and every account slows down that person's pages.
 *
 * @module
 */
import { setTimeout } from 'node:timers/promises'
import type { AccountPlace } from '../accounts/store/account-places.ts'
import { accountStore } from '../accounts/store/accounts.ts'
import type { Services } from '../context/context.ts'
import { ConnectError } from '../core/errors.ts'
import { mayBeDone } from '../stripe/errors.ts'

/** Nobody has this many businesses. */
const MOST_ACCOUNTS = 100

/** Milliseconds between checks for a free place, and how long to keep checking: another request may fail and free its place. */
const PAUSE = 250
const PATIENCE = 2_000

/**
 * Takes a place for an account and creates it. If Stripe refuses, the place becomes free again. If Stripe did not answer, the
 * account may exist all the same: its place stays taken for a while, in which Stripe's first event about it makes its row.
 *
 * @param key names the account until Stripe gives it an id
 * @returns the account, and the place, which writing the account's row frees
 * @throws ConnectError `too-many-accounts` (409), `registrations-unsettled` (503) while other requests hold all places, and what
 *   `make` throws
 */
export async function accountPlace<T>(
  services: Services,
  accountid: string,
  key: string,
  make: () => Promise<T>,
): Promise<{ place: AccountPlace; account: T }> {
  const stripeAccounts = accountStore(services.storage)
  const place = { key, most: MOST_ACCOUNTS }
  const taken = await takePlace(services, accountid, place)
  try {
    return { place, account: await make() }
  } catch (error) {
    // A shared place belongs to another request with the same form.
    if (taken === 'taken' && !mayBeDone(error)) await stripeAccounts.leavePlace(accountid, place)
    throw error
  }
}

/** @throws ConnectError as `accountPlace` does */
async function takePlace(
  { storage }: Services,
  accountid: string,
  place: AccountPlace,
): Promise<'taken' | 'shared'> {
  const until = performance.now() + PATIENCE
  for (;;) {
    const taken = await accountStore(storage).takePlace(accountid, place)
    if (taken === 'taken' || taken === 'shared') return taken
    if (taken === 'full')
      throw new ConnectError('too-many-accounts', { status: 409, values: { most: MOST_ACCOUNTS } })
    if (performance.now() > until) throw new ConnectError('registrations-unsettled', { status: 503 })
    await setTimeout(PAUSE)
  }
}
