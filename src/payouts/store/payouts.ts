import type { Stripe } from 'stripe'
import { keepAccount } from '../../accounts/store/keep-account.ts'
import {
  type MirroredRow,
  type MirroredRows,
  type MirroredTable,
  mirroredRows,
  takeOverMirrored,
  toMirroredRow,
} from '../../accounts/store/mirrored-rows.ts'
import type { AccountTables } from '../../accounts/store/tables.ts'
import { asDate, fromSeconds } from '../../storage/columns.ts'
import { withTables } from '../../storage/database.ts'
import { defineStore } from '../../storage/define-store.ts'
import type { TakingOver } from '../../storage/earlier/earlier-rows.ts'
import {
  type KeyPage,
  MOST_COUNTED,
  type PlaceInList,
  pageByKey,
  placeBeside,
} from '../../storage/page-by-key.ts'
import { type PageOfRows, paged } from '../../storage/paging.ts'
import { type PayoutDaysStore, payoutDays, tallyGone } from './payout-days.ts'
import { keepFailures, type PayoutFailures, payoutFailures } from './payout-failures.ts'
import { keyOrder, type PayoutOrder, type PayoutSearch, searched } from './payout-search.ts'
import type { PayoutTables } from './tables.ts'

export type PayoutRow = MirroredRow<'payoutid', Stripe.Payout>

export interface Payouts extends MirroredRows<'payoutid', Stripe.Payout>, PayoutDaysStore, PayoutFailures {
  /** Newest first. */
  list(search: PayoutSearch, page: PageOfRows): Promise<PayoutRow[]>
  /** A page behind or before the payout with that id, at the cost of the first. A row that is gone leads to the first page. */
  page(search: PayoutSearch, order: PayoutOrder, place: PlaceInList): Promise<KeyPage<PayoutRow>>
  count(search: PayoutSearch): Promise<number>
  /** @returns at most `MOST_COUNTED + 1` */
  countSome(search: PayoutSearch): Promise<number>
  /** What an account was paid since then, by currency, in minor units: payouts that arrived. */
  paidSince(stripeid: string, since: Date): Promise<{ currency: string; amount: number }[]>
  /** When a payout of the account last changed here. */
  changedAt(stripeid: string): Promise<Date | undefined>
  /** Of an account that is about to be deleted. */
  deleteOfAccount(stripeid: string): Promise<void>
}

const TABLE = 'connect_payouts'
const KEY = 'payoutid'

const PAYOUTS = {
  table: TABLE,
  key: KEY,
  columns: ({ status, currency, amount, arrival_date }: Stripe.Payout) => ({
    ...{ status, currency, amount },
    arrives_at: Number.isSafeInteger(arrival_date) ? fromSeconds(arrival_date) : null,
  }),
  changed: keepFailures,
} as const satisfies MirroredTable<typeof KEY, Stripe.Payout, object>

/** What the earlier module has of payouts. */
export const earlierPayouts: TakingOver = {
  object: 'payout',
  take: (transaction, database, row) => takeOverMirrored(transaction, database, PAYOUTS, row, isPayout),
}

function isPayout(object: object): object is Stripe.Payout {
  const { status, currency, amount } = object as Partial<Stripe.Payout>
  return typeof status === 'string' && typeof currency === 'string' && Number.isSafeInteger(amount)
}

export const payoutStore = defineStore((database): Payouts => {
  const { appid, traits, read, change } = withTables<AccountTables & PayoutTables>(database)
  const count = async (search: PayoutSearch, most?: number): Promise<number> => {
    const { count } = await read((db) =>
      db
        .selectFrom(
          db
            .selectFrom(TABLE)
            .select(KEY)
            .where(searched(appid, search))
            .$if(most !== undefined, (query) => query.limit(most ?? 0))
            .as('found'),
        )
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow(),
    )
    return count
  }
  return {
    ...mirroredRows(database, PAYOUTS),
    ...payoutDays(database),
    ...payoutFailures(database),

    async list(search, page) {
      const rows = await read((db) =>
        db
          .selectFrom(TABLE)
          .selectAll()
          .where(searched(appid, search))
          .orderBy('created_at', 'desc')
          .orderBy('arrived', 'desc')
          .$call((query) => paged(query, page))
          .execute(),
      )
      return rows.map((row) => toMirroredRow<typeof KEY, Stripe.Payout>(KEY, row))
    },

    async page(search, order, beside) {
      const keys = keyOrder(order)
      const place = await placeBeside(beside, (id) =>
        read((db) =>
          db
            .selectFrom(TABLE)
            .select([`${keys.column} as value`, `${keys.tie} as tie`])
            .where('appid', '=', appid)
            .where(KEY, '=', id)
            .executeTakeFirst(),
        ),
      )
      const { rows, ...others } = await read((db) =>
        pageByKey(traits, () => db.selectFrom(TABLE).selectAll().where(searched(appid, search)), keys, place),
      )
      return { rows: rows.map((row) => toMirroredRow<typeof KEY, Stripe.Payout>(KEY, row)), ...others }
    },

    count: (search) => count(search),
    countSome: (search) => count(search, MOST_COUNTED + 1),

    paidSince: (stripeid, since) =>
      read((db) =>
        db
          .selectFrom(TABLE)
          .where('appid', '=', appid)
          .where('stripeid', '=', stripeid)
          .where('status', '=', 'paid')
          .where('arrives_at', '>=', since)
          .groupBy('currency')
          .select((eb) => ['currency', eb.fn.sum<number>('amount').as('amount')])
          .orderBy('currency')
          .execute(),
      ),

    async changedAt(stripeid) {
      const { changed } = await read((db) =>
        db
          .selectFrom(TABLE)
          .where('appid', '=', appid)
          .where('stripeid', '=', stripeid)
          .select((eb) => eb.fn.max('updated_at').as('changed'))
          .executeTakeFirstOrThrow(),
      )
      return changed === null ? undefined : asDate(changed)
    },

    deleteOfAccount: (stripeid) =>
      change(async (db) => {
        if (!(await keepAccount(db, database, stripeid))) return
        const rows = await db
          .selectFrom(TABLE)
          .select([KEY, 'status', 'currency', 'amount', 'created_at'])
          .where('appid', '=', appid)
          .where('stripeid', '=', stripeid)
          .execute()
        await db.deleteFrom(TABLE).where('appid', '=', appid).where('stripeid', '=', stripeid).execute()
        await tallyGone(db, database, { stripeid, rows })
      }),
  }
})
