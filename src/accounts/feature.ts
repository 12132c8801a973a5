import type { Feature } from '../web/feature.ts'
import { en } from './messages/en.ts'
import { accountMirror } from './mirror-account.ts'
import { personMirror } from './mirror-persons.ts'
import { accountStore } from './store/accounts.ts'
import { accountMigrations } from './store/migrations.ts'
import { earlierAccounts, earlierPersons } from './store/take-over.ts'
import { takenOver } from './taken-over.ts'

/** Connected accounts and their persons, copied from Stripe. All other features build on them. */
export const accounts = {
  routes: [],
  mirrors: [accountMirror, personMirror],
  messages: { en },
  migrations: accountMigrations,
  takesOver: [earlierAccounts, earlierPersons],
  forgets: takenOver,
  recomputes: [{ name: 'accounts', recompute: (storage, limit) => accountStore(storage).recompute(limit) }],
} as const satisfies Feature
