import type { Forgetting } from '../context/forgetting.ts'
import type { Feature } from '../web/feature.ts'
import { en } from './messages/en.ts'
import { accountMirror } from './mirror-account.ts'
import { personMirror } from './mirror-persons.ts'
import { accountStore } from './store/accounts.ts'
import { departureMigrations, departureStore } from './store/departures.ts'
import { accountMigrations } from './store/migrations.ts'
import { earlierAccounts, earlierPersons } from './store/take-over.ts'
import { takenOver } from './taken-over.ts'

/** Long enough to be read by a seller who comes seldom. */
const departures: Forgetting = {
  kept: 90 * 24 * 60 * 60 * 1000,
  forget: (storage, before, limit) => departureStore(storage).forget(before, limit),
}

/** Connected accounts and their persons, copied from Stripe. All other features build on them. */
export const accounts = {
  routes: [],
  statuses: {
    'balance-not-zero': [409],
    'deletion-check-failed': [502],
    'deletion-refused': [409],
    'invalid-stripe-account': [400, 409],
  },
  mirrors: [accountMirror, personMirror],
  messages: { en },
  migrations: { ...accountMigrations, ...departureMigrations },
  takesOver: [earlierAccounts, earlierPersons],
  forgets: [...takenOver, departures],
  recomputes: [{ name: 'accounts', recompute: (storage, limit) => accountStore(storage).recompute(limit) }],
  recounts: [{ recount: (storage, since) => accountStore(storage).recount(since) }],
} as const satisfies Feature
