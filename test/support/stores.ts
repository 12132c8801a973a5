import { accountStore } from '../../src/accounts/store/accounts.ts'
import { personStore } from '../../src/accounts/store/persons.ts'
import { headerValueStore } from '../../src/application/store.ts'
import { inboxStore } from '../../src/events/store/inbox.ts'
import { sessionStore } from '../../src/hosts/standalone/store/sessions.ts'
import { userStore } from '../../src/hosts/standalone/store/users.ts'
import { decisionStore } from '../../src/oversight/store/decisions.ts'
import { keptFormStore } from '../../src/storage/kept-forms.ts'
import type { Storage } from '../../src/storage/storage.ts'

/** The stores whose trials stand in `tenants.test.ts`, by the name that tests call them. Others have a file `tenant-trials.ts`. */
export const storesOf = (storage: Storage) => ({
  stripeAccounts: accountStore(storage),
  persons: personStore(storage),
  inbox: inboxStore(storage),
  headerValues: headerValueStore(storage),
  decisions: decisionStore(storage),
  users: userStore(storage),
  sessions: sessionStore(storage),
})

/** Everything that reads or writes a tenant's rows. */
export function partsOf(storage: Storage) {
  const { settings, tickets } = storage
  return { ...storesOf(storage), settings, tickets, keptForms: keptFormStore(storage) }
}

export type Parts = ReturnType<typeof partsOf>
