import type { Feature } from '../web/feature.ts'
import { en } from './messages/en.ts'
import { accountMirror } from './mirror-account.ts'
import { personMirror } from './mirror-persons.ts'

/** Connected accounts and their persons, copied from Stripe. All other features build on them. */
export const accounts = {
  routes: [],
  mirrors: [accountMirror, personMirror],
  messages: { en },
} as const satisfies Feature
