/**
 * Every route of the module, whatever host serves them.
 *
 * @module
 */

import { connectWebhook } from './events/receive.ts'
import { administratorApi } from './oversight/api/index.ts'
import { administratorPages } from './oversight/pages/index.ts'
import { payoutsApi } from './payouts/api/index.ts'
import { registrationApi } from './registration/api/index.ts'
import { accountPages } from './registration/pages/index.ts'
import type { Route } from './web/route.ts'

export const routes: readonly Route[] = [
  ...registrationApi,
  ...payoutsApi,
  ...administratorApi,
  ...accountPages,
  ...administratorPages,
  connectWebhook,
]
