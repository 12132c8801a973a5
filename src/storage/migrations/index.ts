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

/**
 * In the order they run. A migration that was released is never changed: what follows it is a further one.
 *
 * @param appid the tenant of rows from before there were tenants
 */
export function migrations(traits: DialectTraits, appid: string): Record<string, Migration> {
  return {
    '001-marketplace': marketplace(traits),
    '002-decisions': decisions(traits),
    '003-heartbeats': heartbeats(traits),
    '004-ticket-times': ticketTimes(traits),
    '005-tenants': tenants(traits, appid),
    '006-dead-letters': deadLetters(traits),
    '007-leases': leases(traits),
    '008-inbox-indexes': inboxIndexes(traits),
  }
}
