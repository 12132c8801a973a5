/**
 * Every route of the module, whatever host serves them, and every object of Stripe's that it copies into its database.
 *
 * @module
 */
import { accountMirror } from './accounts/mirror-account.ts'
import { personMirror } from './accounts/mirror-persons.ts'
import type { Mirror } from './context/context.ts'
import { connectWebhook } from './events/receive.ts'
import { administratorApi } from './oversight/api/index.ts'
import { administratorPages } from './oversight/pages/index.ts'
import { payoutsApi } from './payouts/api/index.ts'
import { payoutMirror } from './payouts/mirror-payouts.ts'
import { registrationApi } from './registration/api/index.ts'
import { accountPages } from './registration/pages/index.ts'
import type { Route } from './web/route.ts'

export const routes = [
  ...registrationApi,
  ...payoutsApi,
  ...administratorApi,
  ...accountPages,
  ...administratorPages,
  connectWebhook,
] as const satisfies readonly Route[]

export const mirrors: readonly Mirror[] = [accountMirror, personMirror, payoutMirror]
