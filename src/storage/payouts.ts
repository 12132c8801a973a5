import type { ExpressionBuilder, Selectable } from 'kysely'
import type { Stripe } from 'stripe'
import { asDate, fromSeconds } from './columns.ts'
import type { Database } from './database.ts'
import { keepAccount } from './keep-account.ts'
import { type PageOfRows, paged } from './paging.ts'
import type { PayoutsTable, Tables } from './tables.ts'
import { useTicket } from './tickets.ts'
import { insertIfNew, takeTicket } from './write.ts'

export interface PayoutRow {
  payoutid: string
  stripeid: string
  accountid: string
  appid: string
  stripeObject: Stripe.Payout
  createdAt: Date
  updatedAt: Date
}

export interface PayoutSearch {
  accountid?: string
  stripeid?: string
  status?: string
}

export interface Payouts {
  find(payoutid: string): Promise<PayoutRow | undefined>
  /** Newest first. */
  list(search: PayoutSearch, page: PageOfRows): Promise<PayoutRow[]>
  count(search: PayoutSearch): Promise<number>
  ticket(payoutid: string): Promise<number>
  /** Inserts or moves forward. */
  record(
    row: Pick<PayoutRow, 'payoutid' | 'stripeid' | 'accountid' | 'stripeObject'>,
    ticket: number,
  ): Promise<boolean>
  /** Per day (UTC) and currency: how many and how much, in minor units. */
  perDay(
    since: Date,
  ): Promise<{ day: string; currency: string; status: string; count: number; amount: number }[]>
}

const TABLE = 'connect_payouts'

export function payouts(database: Database): Payouts {
  const { appid, db, traits, now, read, change } = database
  return {
    async find(payoutid) {
      const found = await read((db) =>
        db
          .selectFrom(TABLE)
          .selectAll()
          .where('appid', '=', appid)
          .where('payoutid', '=', payoutid)
          .executeTakeFirst(),
      )
      return found && toRow(found)
    },

    async list(search, page) {
      const rows = await read((db) =>
        db
          .selectFrom(TABLE)
          .selectAll()
          .where(searched(appid, search))
          .orderBy('created_at', 'desc')
          .orderBy('payoutid', 'desc')
          .$call((query) => paged(query, page))
          .execute(),
      )
      return rows.map(toRow)
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

    ticket: (payoutid) => takeTicket(db, appid, payoutid, now()),

    record: ({ stripeObject, ...row }, ticket) =>
      change(async (transaction, wrote) => {
        if (!(await keepAccount(transaction, database, row.stripeid))) return false
        if (!(await useTicket(transaction, database, row.payoutid, ticket))) return false
        const { status, currency, amount } = stripeObject
        const changes = {
          stripe_object: JSON.stringify(stripeObject),
          status,
          currency,
          amount,
          updated_at: now(),
        }
        const { numUpdatedRows } = await transaction
          .updateTable(TABLE)
          .set(changes)
          .where('appid', '=', appid)
          .where('payoutid', '=', row.payoutid)
          .executeTakeFirst()
        if (numUpdatedRows === 0n)
          await insertIfNew(transaction, TABLE, {
            ...row,
            ...changes,
            appid,
            created_at: fromSeconds(stripeObject.created),
          })
        wrote(row)
        return true
      }),

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
}

function searched(appid: string, { accountid, stripeid, status }: PayoutSearch) {
  return (eb: ExpressionBuilder<Tables, typeof TABLE>) =>
    eb.and([
      eb('appid', '=', appid),
      ...(accountid ? [eb('accountid', '=', accountid)] : []),
      ...(stripeid ? [eb('stripeid', '=', stripeid)] : []),
      ...(status ? [eb('status', '=', status)] : []),
    ])
}

function toRow(row: Selectable<PayoutsTable>): PayoutRow {
  return {
    payoutid: row.payoutid,
    stripeid: row.stripeid,
    accountid: row.accountid,
    appid: row.appid,
    stripeObject: JSON.parse(row.stripe_object),
    createdAt: asDate(row.created_at),
    updatedAt: asDate(row.updated_at),
  }
}
