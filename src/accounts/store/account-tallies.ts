/**
 * The numbers of accounts that pages show: by status and country, and how many were registered and approved each day (UTC).
 *
 * @module
 */
import type { Transaction } from 'kysely'
import { dayOf, startOf } from '../../core/days.ts'
import { type Database, withTables } from '../../storage/database.ts'
import type { EngineTables } from '../../storage/tables.ts'
import { type Addition, addTo, recountTable, type Tally } from '../../storage/tallies.ts'
import type { AccountTables, StripeAccountsTable } from './tables.ts'

interface AccountNumbers extends Tally {
  status: string
  /** Empty for none. */
  country: string
  accounts: number
}

interface AccountDays extends Tally {
  day: string
  registered: number
  approved: number
}

type TallyTables = {
  connect_account_numbers: AccountNumbers
  connect_account_days: AccountDays
}

const NUMBERS = 'connect_account_numbers'
const DAYS = 'connect_account_days'

/** What of an account the numbers count. */
export interface Tallied {
  status: StripeAccountsTable['status']
  country: string | null
  created_at: Date | string
  approved_at: Date | string | null
}

export interface AccountTallies {
  /** The number of accounts for each status and country. */
  numbers(): Promise<{ status: string; country: string; accounts: number }[]>
  /** Accounts registered and approved for each day since then, without days on which nothing happened. */
  perDay(since: Date): Promise<{ day: string; registered: number; approved: number }[]>
  /** Counts the accounts again, and those of each day since then. */
  recount(since: Date): Promise<void>
}

/**
 * Counts an account that comes, changes or goes. Call it last in the transaction: see `addTo`.
 *
 * @param was undefined for a new account
 * @param is undefined for one that is deleted
 */
export async function tallyAccount(
  transaction: Transaction<EngineTables>,
  { appid }: Pick<Database, 'appid'>,
  { stripeid, was, is }: { stripeid: string; was?: Tallied | undefined; is?: Tallied | undefined },
): Promise<void> {
  const both = [...(was ? [{ account: was, by: -1 }] : []), ...(is ? [{ account: is, by: 1 }] : [])]
  const db = transaction.withTables<TallyTables>()
  const place = { appid, objectid: stripeid }
  const days = both.flatMap(({ account, by }): Addition[] => [
    { key: { day: dayOf(account.created_at) }, add: { registered: by, approved: 0 } },
    ...(account.approved_at === null
      ? []
      : [{ key: { day: dayOf(account.approved_at) }, add: { registered: 0, approved: by } }]),
  ])
  await addTo(db, DAYS, place, days)
  const numbers = both.map(({ account: { status, country }, by }) => ({
    key: { status, country: country ?? '' },
    add: { accounts: by },
  }))
  await addTo(db, NUMBERS, place, numbers)
}

export function accountTallies(database: Database): AccountTallies {
  const { appid, traits, read, change } = withTables<AccountTables & TallyTables>(database)
  return {
    numbers: () =>
      read((db) =>
        db
          .selectFrom(NUMBERS)
          .where('appid', '=', appid)
          .groupBy(['status', 'country'])
          .having((eb) => eb.fn.sum('accounts'), '>', 0)
          .select((eb) => ['status', 'country', eb.fn.sum<number>('accounts').as('accounts')])
          .execute(),
      ),

    async perDay(since) {
      const rows = await read((db) =>
        db
          .selectFrom(DAYS)
          .where('appid', '=', appid)
          .where('day', '>=', dayOf(since))
          .groupBy('day')
          .select((eb) => [
            'day',
            eb.fn.sum<number>('registered').as('registered'),
            eb.fn.sum<number>('approved').as('approved'),
          ])
          .orderBy('day')
          .execute(),
      )
      return rows.filter(({ registered, approved }) => registered > 0 || approved > 0)
    },

    async recount(since) {
      const accounts = 'connect_stripe_accounts'
      await change((db) =>
        recountTable(db, NUMBERS, { appid, traits }, async () => {
          const counted = await db
            .selectFrom(accounts)
            .where('appid', '=', appid)
            .groupBy(['status', 'country'])
            .select((eb) => ['status', 'country', eb.fn.countAll<number>().as('accounts')])
            .execute()
          return counted.map(({ status, country, accounts }) => ({
            key: { status, country: country ?? '' },
            add: { accounts },
          }))
        }),
      )
      const from = dayOf(since)
      await change((db) =>
        recountTable(db, DAYS, { appid, traits, from }, async () => {
          const perDay = (column: 'created_at' | 'approved_at') =>
            db
              .selectFrom(accounts)
              .where('appid', '=', appid)
              .where(column, '>=', startOf(from))
              .select((eb) => [traits.day(column).as('day'), eb.fn.countAll<number>().as('count')])
              .groupBy('day')
              .execute()
          const [registered, approved] = [await perDay('created_at'), await perDay('approved_at')]
          return [
            ...registered.map(({ day, count }) => ({
              key: { day },
              add: { registered: count, approved: 0 },
            })),
            ...approved.map(({ day, count }) => ({ key: { day }, add: { registered: 0, approved: count } })),
          ]
        }),
      )
    },
  }
}
