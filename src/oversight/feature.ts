import { ADMINISTRATOR_PAGES } from '../core/addresses.ts'
import type { Feature } from '../web/feature.ts'
import { administratorApi } from './api/index.ts'
import { en } from './messages/en.ts'
import { administratorPages } from './pages/index.ts'

/** Administrators see all sellers and payouts, and decide about accounts. */
export const oversight = {
  routes: [...administratorApi, ...administratorPages],
  menus: { administrator: [{ path: ADMINISTRATOR_PAGES.start, label: 'oversight.menu' }] },
  messages: { en },
} as const satisfies Feature
