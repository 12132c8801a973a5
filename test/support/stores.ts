import { inboxStore } from '../../src/events/store/inbox.ts'
import { decisionStore } from '../../src/oversight/store.ts'
import type { Storage } from '../../src/storage/storage.ts'

/** Every store of a database, by the name that tests call it. */
export const storesOf = (storage: Storage) => ({
  inbox: inboxStore(storage),
  decisions: decisionStore(storage),
})

/** All that reads or writes rows of a tenant. */
export function partsOf(storage: Storage) {
  const { stripeAccounts, persons, payouts, headerValues, users, sessions, settings, tickets } = storage
  return {
    ...{ stripeAccounts, persons, payouts, headerValues, users, sessions, settings, tickets },
    ...storesOf(storage),
  }
}

export type Parts = ReturnType<typeof partsOf>
