/**
 * How many registrations a person may have: whoever is signed in could make any number of them, with Stripe too, and each
 * costs something on each of their pages.
 *
 * @module
 */
import { setTimeout } from 'node:timers/promises'
import type { AccountPlace } from '../accounts/store/account-places.ts'
import { accountStore } from '../accounts/store/accounts.ts'
import type { Services } from '../context/context.ts'
import { ConnectError } from '../core/errors.ts'

/** More than anybody has businesses. */
const MOST_ACCOUNTS = 100

/** Milliseconds between looks at whether accounts that are being made have failed, and how long that is waited for. */
const PAUSE = 250
const PATIENCE = 2_000

/**
 * Takes a place for an account and makes it. The place is left again when that fails. When Stripe did not answer, the account may
 * exist all the same: it is adopted once Stripe tells of it, as one too many at worst.
 *
 * @param key what names this account before Stripe does
 * @returns the place, too, which the account's row takes
 * @throws ConnectError `too-many-accounts` (409), `stripe-unavailable` (503) while others that are being made take all places,
 *   and what `make` throws
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
    // The place of another request, with the same form, is not ours to leave.
    if (taken === 'taken') await stripeAccounts.leavePlace(accountid, place)
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
    if (performance.now() > until) throw new ConnectError('stripe-unavailable', { status: 503 })
    await setTimeout(PAUSE)
  }
}
