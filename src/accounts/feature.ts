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
  statuses: {
    'balance-not-zero': [409],
    'deletion-check-failed': [502],
    'deletion-refused': [409],
    'invalid-stripe-account': [400, 409],
  },
  mirrors: [accountMirror, personMirror],
  messages: { en },
  migrations: accountMigrations,
  takesOver: [earlierAccounts, earlierPersons],
  forgets: takenOver,
  recomputes: [{ name: 'accounts', recompute: (storage, limit) => accountStore(storage).recompute(limit) }],
  recounts: [{ recount: (storage, since) => accountStore(storage).recount(since) }],
} as const satisfies Feature
