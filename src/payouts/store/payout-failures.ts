/**
 * Failed payouts, which stay open until somebody has dealt with them.
 *
 * @module
 */
import type { Expression, ExpressionBuilder, Selectable, SqlBool, Transaction } from 'kysely'
import type { Stripe } from 'stripe'
import type { MirroredChange } from '../../accounts/store/mirrored-rows.ts'
import { asOptionalDate } from '../../storage/columns.ts'
import { type Database, withTables } from '../../storage/database.ts'
import type { EngineTables } from '../../storage/tables.ts'
import { tallyPayout } from './payout-days.ts'
import type { PayoutsTable, PayoutTables } from './tables.ts'

const TABLE = 'connect_payouts'
const KEY = 'payoutid'

/** Whether and how a failure was dealt with. */
export interface Dealing {
  /** Since when it is open; undefined when it is dealt with or did not fail. */
  openSince: Date | undefined
  /** When an administrator marked it; undefined when Stripe has paid again, too. */
  dealtAt: Date | undefined
  dealtBy: string | undefined
}

export interface PayoutFailures {
  dealing(payoutid: string): Promise<Dealing | undefined>
  dealings(payoutids: readonly string[]): Promise<Map<string, Dealing>>
  /** Opens a failure again that an administrator had marked. @returns false when nobody has */
  undoDealt(payoutid: string, administrator: string): Promise<boolean>
  /** Marks an open failure as dealt with. @returns false when it is not open */
  markDealt(payoutid: string, administrator: string): Promise<boolean>
}

/**
 * A payout that fails is open until Stripe has paid the account again in that currency, or an administrator has dealt with it.
 * The later payout may be known first, because events come in any order.
 */
export async function keepFailures(
  transaction: Transaction<EngineTables>,
  database: Database,
  { stripeid, object, createdAt, was }: MirroredChange<Stripe.Payout>,
): Promise<void> {
  const { appid, now } = database
  const { id: payoutid, status, currency, amount } = object
  const db = transaction.withTables<PayoutTables>()
  const before = was as Selectable<PayoutsTable> | undefined
  const set = (
    openSince: Date | null,
    which: (eb: ExpressionBuilder<PayoutTables, typeof TABLE>) => Expression<SqlBool>,
  ) =>
    db
      .updateTable(TABLE)
      .set({ open_since: openSince })
      .where('appid', '=', appid)
      .where('stripeid', '=', stripeid)
      .where(which)
      .execute()
  if (status !== before?.status) {
    if (status === 'failed') {
      const later = await db
        .selectFrom(TABLE)
        .select(KEY)
        .where('appid', '=', appid)
        .where('stripeid', '=', stripeid)
        .where('currency', '=', currency)
        .where('status', '=', 'paid')
        .where('created_at', '>', createdAt)
        .limit(1)
        .executeTakeFirst()
      if (!later) await set(now(), (eb) => eb(KEY, '=', payoutid))
    } else if (before?.open_since) await set(null, (eb) => eb(KEY, '=', payoutid))
    if (status === 'paid')
      await set(null, (eb) =>
        eb.and([
          eb('currency', '=', currency),
          eb('open_since', 'is not', null),
          eb('created_at', '<', createdAt),
        ]),
      )
  }
  const is = { status, currency, amount, created_at: createdAt }
  await tallyPayout(transaction, database, { payoutid, was: before, is })
}

export function payoutFailures(database: Database): PayoutFailures {
  const { appid, now, read, change } = withTables<PayoutTables>(database)
  const dealings = async (payoutids: readonly string[]): Promise<Map<string, Dealing>> => {
    if (payoutids.length === 0) return new Map()
    const rows = await read((db) =>
      db
        .selectFrom(TABLE)
        .select([KEY, 'open_since', 'dealt_at', 'dealt_by'])
        .where('appid', '=', appid)
        .where(KEY, 'in', payoutids)
        .execute(),
    )
    return new Map(
      rows.map((row) => [
        row.payoutid,
        {
          openSince: asOptionalDate(row.open_since),
          dealtAt: asOptionalDate(row.dealt_at),
          dealtBy: row.dealt_by ?? undefined,
        },
      ]),
    )
  }
  return {
    dealing: async (payoutid) => (await dealings([payoutid])).get(payoutid),
    dealings,

    undoDealt: (payoutid, administrator) =>
      change(async (db, wrote) => {
        const { numUpdatedRows } = await db
          .updateTable(TABLE)
          .set({ open_since: now(), dealt_at: null, dealt_by: null })
          .where('appid', '=', appid)
          .where(KEY, '=', payoutid)
          .where('status', '=', 'failed')
          .where('dealt_at', 'is not', null)
          .executeTakeFirst()
        wrote({ accountid: administrator })
        return numUpdatedRows > 0n
      }),

    markDealt: (payoutid, administrator) =>
      change(async (db, wrote) => {
        const { numUpdatedRows } = await db
          .updateTable(TABLE)
          .set({ open_since: null, dealt_at: now(), dealt_by: administrator })
          .where('appid', '=', appid)
          .where(KEY, '=', payoutid)
          .where('open_since', 'is not', null)
          .executeTakeFirst()
        wrote({ accountid: administrator })
        return numUpdatedRows > 0n
      }),
  }
}
