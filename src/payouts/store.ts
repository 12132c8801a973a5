import type { ExpressionBuilder } from 'kysely'
import type { Stripe } from 'stripe'
import {
  type MirroredRow,
  type MirroredRows,
  type MirroredTable,
  mirroredRows,
  takeOverMirrored,
  toMirroredRow,
} from '../accounts/store/mirrored-rows.ts'
import type { Owned } from '../accounts/store/tables.ts'
import { arrivals } from '../storage/arrival.ts'
import { asDate } from '../storage/columns.ts'
import { withTables } from '../storage/database.ts'
import { defineStore } from '../storage/define-store.ts'
import type { TakingOver } from '../storage/earlier/earlier-rows.ts'
import type { Migrations } from '../storage/migrations/index.ts'
import { type PageOfRows, paged } from '../storage/paging.ts'

export type PayoutRow = MirroredRow<'payoutid', Stripe.Payout>

export interface PayoutSearch {
  accountid?: string
  stripeid?: string
  status?: string
  /** Made since then. */
  since?: Date
}

export interface Payouts extends MirroredRows<'payoutid', Stripe.Payout> {
  /** Newest first. */
  list(search: PayoutSearch, page: PageOfRows): Promise<PayoutRow[]>
  count(search: PayoutSearch): Promise<number>
  /** When a payout of the account last changed here. */
  changedAt(stripeid: string): Promise<Date | undefined>
  /** Number and total amount of payouts per day (UTC), currency and status, in the currency's minor unit. */
  perDay(
    since: Date,
  ): Promise<{ day: string; currency: string; status: string; count: number; amount: number }[]>
}

interface PayoutsTable extends Owned {
  payoutid: string
  status: string
  currency: string
  /** In the currency's minor unit. */
  amount: number
}

interface PayoutTables {
  connect_payouts: PayoutsTable
}

const TABLE = 'connect_payouts'
const KEY = 'payoutid'

const PAYOUTS = {
  table: TABLE,
  key: KEY,
  columns: ({ status, currency, amount }: Stripe.Payout) => ({ status, currency, amount }),
} as const satisfies MirroredTable<typeof KEY, Stripe.Payout, object>

export const payoutMigrations = {
  '012-payouts-arrival': (traits) =>
    arrivals(traits, [
      {
        table: TABLE,
        indexes: [
          ['appid', 'created_at', 'payoutid'],
          ['appid', 'accountid', 'created_at'],
          ['appid', 'status', 'created_at'],
          ['stripeid', 'created_at'],
        ],
      },
    ]),
} as const satisfies Migrations

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
  const { appid, traits, read } = withTables<PayoutTables>(database)
  return {
    ...mirroredRows(database, PAYOUTS),

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

    async count(search) {
      const { count } = await read((db) =>
        db
          .selectFrom(TABLE)
          .where(searched(appid, search))
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow(),
      )
      return count
    },

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

    perDay: (since) =>
      read((db) =>
        db
          .selectFrom(TABLE)
          .where('appid', '=', appid)
          .where('created_at', '>=', since)
          .select((eb) => [
            traits.day('created_at').as('day'),
            'currency',
            'status',
            eb.fn.countAll<number>().as('count'),
            eb.fn.sum<number>('amount').as('amount'),
          ])
          .groupBy(['day', 'currency', 'status'])
          .orderBy('day')
          .orderBy('currency')
          .orderBy('status')
          .execute(),
      ),
  }
})

function searched(appid: string, { accountid, stripeid, status, since }: PayoutSearch) {
  return (eb: ExpressionBuilder<PayoutTables, typeof TABLE>) =>
    eb.and([
      eb('appid', '=', appid),
      ...(accountid ? [eb('accountid', '=', accountid)] : []),
      ...(stripeid ? [eb('stripeid', '=', stripeid)] : []),
      ...(status ? [eb('status', '=', status)] : []),
      ...(since ? [eb('created_at', '>=', since)] : []),
    ])
}
