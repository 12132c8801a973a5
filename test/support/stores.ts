import { inboxStore } from '../../src/events/store/inbox.ts'
import type { Storage } from '../../src/storage/storage.ts'

/** Every store of a database, by the name that tests call it. */
export const storesOf = (storage: Storage) => ({
  inbox: inboxStore(storage),
})

/** All that reads or writes rows of a tenant. */
export function partsOf(storage: Storage) {
  const { stripeAccounts, persons, payouts, headerValues, users, sessions, settings, decisions, tickets } =
    storage
  return {
    ...{ stripeAccounts, persons, payouts, headerValues, users, sessions, settings, decisions, tickets },
    ...storesOf(storage),
  }
}

export type Parts = ReturnType<typeof partsOf>
