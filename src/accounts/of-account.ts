import type { Services, Subject } from '../context/context.ts'
import type { Fetched } from '../events/define-mirror.ts'
import type { Storage } from '../storage/storage.ts'
import { refreshAccount } from './mirror-account.ts'
import { accountStore } from './store/accounts.ts'
import type { StripeAccountRow } from './store/stripe-account-row.ts'

/** The table of a kind of object that belongs to an account. */
interface RowsOfAccount<Kept> {
  ticket(objectid: string): Promise<number>
  /** Inserts the row, or updates it with a newer answer. */
  record(
    row: Pick<StripeAccountRow, 'stripeid' | 'accountid'> & { stripeObject: Kept },
    ticket: number,
  ): Promise<unknown>
}

/**
 * What mirrors of an account's objects have in common: an object is left alone when nobody here owns its account, and
 * a change to it is announced as a change to the account.
 *
 * @example
 * defineMirror({ ...ofAccount(payoutStore), object: 'payout', events, retrieve })
 */
export function ofAccount<Kept extends object>(rows: (storage: Storage) => RowsOfAccount<Kept>) {
  return {
    rows,
    async known(services: Services, { stripeid }: Subject) {
      const stripeAccounts = accountStore(services.storage)
      return (await stripeAccounts.findCurrent(stripeid)) ?? (await refreshAccount(services, stripeid))
    },
    async keep(services: Services, { known, object, ticket }: Fetched<StripeAccountRow, Kept>) {
      const { stripeid, accountid } = known
      await rows(services.storage).record({ stripeid, accountid, stripeObject: object }, ticket)
      tellOf(services, known)
    },
  }
}

/** Announces that something belonging to an account changed. */
export function tellOf(
  { announcements }: Services,
  { appid, accountid, stripeid }: Pick<StripeAccountRow, 'appid' | 'accountid' | 'stripeid'>,
): void {
  announcements.accountChanged({ appid, accountid, stripeid })
}
