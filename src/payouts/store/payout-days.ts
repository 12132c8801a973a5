/**
 * How many payouts Stripe made each day (UTC), and of how much, for each currency and status.
 *
 * @module
 */
import type { Transaction } from 'kysely'
import { dayOf, startOf } from '../../core/days.ts'
import { type Database, withTables } from '../../storage/database.ts'
import type { EngineTables } from '../../storage/tables.ts'
import { type Addition, addTo, recountTable } from '../../storage/tallies.ts'
import type { PayoutsTable, PayoutTables } from './tables.ts'

const TABLE = 'connect_payout_days'

/** What of a payout the numbers count. */
export interface CountedPayout extends Pick<PayoutsTable, 'status' | 'currency' | 'amount'> {
  created_at: Date | string
}

interface PayoutDay {
  day: string
  currency: string
  status: string
  count: number
  /** In the currency's minor unit. */
  amount: number
}

export interface PayoutDaysStore {
  /** Number and total amount of payouts per day, currency and status since then. */
  perDay(since: Date): Promise<PayoutDay[]>
  /** The currencies of payouts that were made since then. */
  currencies(since: Date): Promise<string[]>
  /** Counts the payouts of each day since then again. */
  recount(since: Date): Promise<void>
}

/**
 * Counts a payout that comes or changes. Call it last in the transaction: see `addTo`.
 *
 * @param was undefined for a new one
 */
export async function tallyPayout(
  transaction: Transaction<EngineTables>,
  { appid }: Pick<Database, 'appid'>,
  { payoutid, was, is }: { payoutid: string; was: CountedPayout | undefined; is: CountedPayout },
): Promise<void> {
  const additions = [...(was ? [addition(was, -1)] : []), addition(is, 1)]
  await addTo(transaction.withTables<PayoutTables>(), TABLE, { appid, objectid: payoutid }, additions)
}

/** Takes the payouts of an account that is deleted out of the numbers. Call it last in the transaction. */
export async function tallyGone(
  transaction: Transaction<EngineTables>,
  { appid }: Pick<Database, 'appid'>,
  { stripeid, rows }: { stripeid: string; rows: readonly CountedPayout[] },
): Promise<void> {
  const additions = rows.map((row) => addition(row, -1))
  await addTo(transaction.withTables<PayoutTables>(), TABLE, { appid, objectid: stripeid }, additions)
}

function addition({ created_at, currency, status, amount }: CountedPayout, by: number): Addition {
  return { key: { day: dayOf(created_at), currency, status }, add: { payouts: by, amount: by * amount } }
}

export function payoutDays(database: Database): PayoutDaysStore {
  const { appid, traits, read, change } = withTables<PayoutTables>(database)
  return {
    async perDay(since) {
      const rows = await read((db) =>
        db
          .selectFrom(TABLE)
          .where('appid', '=', appid)
          .where('day', '>=', dayOf(since))
          .groupBy(['day', 'currency', 'status'])
          .select((eb) => [
            'day',
            'currency',
            'status',
            eb.fn.sum<number>('payouts').as('count'),
            eb.fn.sum<number>('amount').as('amount'),
          ])
          .orderBy('day')
          .orderBy('currency')
          .orderBy('status')
          .execute(),
      )
      return rows.filter(({ count }) => count > 0)
    },

    async currencies(since) {
      const rows = await read((db) =>
        db
          .selectFrom(TABLE)
          .where('appid', '=', appid)
          .where('day', '>=', dayOf(since))
          .groupBy('currency')
          .select('currency')
          .orderBy('currency')
          .execute(),
      )
      return rows.map(({ currency }) => currency)
    },

    async recount(since) {
      const from = dayOf(since)
      await change((db) =>
        recountTable(db, TABLE, { appid, traits, from }, async () => {
          const counted = await db
            .selectFrom('connect_payouts')
            .where('appid', '=', appid)
            .where('created_at', '>=', startOf(from))
            .select((eb) => [
              traits.day('created_at').as('day'),
              'currency',
              'status',
              eb.fn.countAll<number>().as('payouts'),
              eb.fn.sum<number>('amount').as('amount'),
            ])
            .groupBy(['day', 'currency', 'status'])
            .execute()
          return counted.map(({ day, currency, status, payouts, amount }) => ({
            key: { day, currency, status },
            add: { payouts, amount },
          }))
        }),
      )
    },
  }
}
