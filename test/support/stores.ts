import { inboxStore } from '../../src/events/store/inbox.ts'
import { sessionStore } from '../../src/hosts/standalone/store/sessions.ts'
import { userStore } from '../../src/hosts/standalone/store/users.ts'
import { decisionStore } from '../../src/oversight/store.ts'
import type { Storage } from '../../src/storage/storage.ts'

/** Every store of a database, by the name that tests call it. */
export const storesOf = (storage: Storage) => ({
  inbox: inboxStore(storage),
  decisions: decisionStore(storage),
  users: userStore(storage),
  sessions: sessionStore(storage),
})

/** All that reads or writes rows of a tenant. */
export function partsOf(storage: Storage) {
  const { stripeAccounts, persons, payouts, headerValues, settings, tickets } = storage
  return {
    ...{ stripeAccounts, persons, payouts, headerValues, settings, tickets },
    ...storesOf(storage),
  }
}

export type Parts = ReturnType<typeof partsOf>
