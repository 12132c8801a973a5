/**
 * Every route of the module, whatever host serves them.
 *
 * @module
 */
import { administratorApi } from './api/administrator/index.ts'
import { userApi } from './api/user/index.ts'
import { accountPages } from './pages/account/index.ts'
import { administratorPages } from './pages/administrator/index.ts'
import type { Route } from './route.ts'
import { connectWebhook } from './webhooks/receive.ts'

export const routes: readonly Route[] = [
  ...userApi,
  ...administratorApi,
  ...accountPages,
  ...administratorPages,
  connectWebhook,
]
