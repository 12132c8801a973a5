import type { Migration } from 'kysely'
import type { DialectTraits } from '../database.ts'
import { marketplace } from './001-marketplace.ts'
import { decisions } from './002-decisions.ts'
import { heartbeats } from './003-heartbeats.ts'
import { ticketTimes } from './004-ticket-times.ts'
import { deadLetters } from './006-dead-letters.ts'

/** In the order they run. A migration that was released is never changed: what follows it is a further one. */
export function migrations(traits: DialectTraits): Record<string, Migration> {
  return {
    '001-marketplace': marketplace(traits),
    '002-decisions': decisions(traits),
    '003-heartbeats': heartbeats(traits),
    '004-ticket-times': ticketTimes(traits),
    '006-dead-letters': deadLetters(traits),
  }
}
