import { accountStore } from '../../src/accounts/store/accounts.ts'
import { personStore } from '../../src/accounts/store/persons.ts'
import { inboxStore } from '../../src/events/store/inbox.ts'
import { sessionStore } from '../../src/hosts/standalone/store/sessions.ts'
import { userStore } from '../../src/hosts/standalone/store/users.ts'
import { decisionStore } from '../../src/oversight/store.ts'
import { payoutStore } from '../../src/payouts/store.ts'
import type { Storage } from '../../src/storage/storage.ts'

/** Every store of a database, by the name that tests call it. */
export const storesOf = (storage: Storage) => ({
  stripeAccounts: accountStore(storage),
  persons: personStore(storage),
  payouts: payoutStore(storage),
  inbox: inboxStore(storage),
  decisions: decisionStore(storage),
  users: userStore(storage),
  sessions: sessionStore(storage),
})

/** All that reads or writes rows of a tenant. */
export function partsOf(storage: Storage) {
  const { headerValues, settings, tickets } = storage
  return {
    ...{ headerValues, settings, tickets },
    ...storesOf(storage),
  }
}

export type Parts = ReturnType<typeof partsOf>
