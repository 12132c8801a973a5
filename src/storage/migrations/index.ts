import type { Migration } from 'kysely'
import type { DialectTraits } from '../database.ts'
import { marketplace } from './001-marketplace.ts'
import { decisions } from './002-decisions.ts'
import { heartbeats } from './003-heartbeats.ts'
import { ticketTimes } from './004-ticket-times.ts'
import { tenants } from './005-tenants.ts'
import { deadLetters } from './006-dead-letters.ts'
import { leases } from './007-leases.ts'
import { inboxIndexes } from './008-inbox-indexes.ts'
import { keptForms } from './015-kept-forms.ts'
import { emailKeys } from './020-email-keys.ts'

/**
 * Migrations by name, e.g. `021-payouts-currency`. Those of all features run in one sequence, in the order of their numbers. Never
 * change a released migration: add another.
 */
export type Migrations = Readonly<
  Record<
    string,
    /** @param appid the tenant that gets the rows from before there were tenants */
    (traits: DialectTraits, appid: string) => Migration
  >
>

/** Includes features' tables from before features declared their own migrations. Add only the engine's here. */
export const ENGINE_MIGRATIONS: Migrations = {
  '001-marketplace': marketplace,
  '002-decisions': decisions,
  '003-heartbeats': heartbeats,
  '004-ticket-times': ticketTimes,
  '005-tenants': tenants,
  '006-dead-letters': deadLetters,
  '007-leases': leases,
  '008-inbox-indexes': inboxIndexes,
  '015-kept-forms': keptForms,
  '020-email-keys': emailKeys,
}

/** @param further the features' migrations */
export function allMigrations(
  further: Migrations,
  traits: DialectTraits,
  appid: string,
): Record<string, Migration> {
  const all = Object.entries({ ...ENGINE_MIGRATIONS, ...further })
  return Object.fromEntries(all.map(([name, make]) => [name, make(traits, appid)]))
}
