import { ADMINISTRATOR_PAGES } from '../core/addresses.ts'
import type { Feature } from '../web/feature.ts'
import { administratorApi } from './api/index.ts'
import { en } from './messages/en.ts'
import { administratorPages } from './pages/index.ts'
import { noteMigrations } from './store/notes.ts'

/** Administrators see all sellers and payouts, and decide about accounts. */
export const oversight = {
  routes: [...administratorApi, ...administratorPages],
  chapter: {
    title: 'Oversight',
    about: 'Administrators see all sellers and payouts, and decide about accounts.',
  },
  statuses: { 'account-hidden': [409], 'key-refused': [503] },
  menus: { administrator: [{ path: ADMINISTRATOR_PAGES.start, label: 'oversight.menu' }] },
  messages: { en },
  migrations: noteMigrations,
} as const satisfies Feature
