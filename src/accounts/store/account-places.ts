/**
 * Places for accounts that are being made at Stripe: a person may have a number of accounts and no more, and nothing is locked
 * while Stripe is asked. Whoever makes one takes a place before, which becomes the row.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import type { Transaction } from 'kysely'
import { reserve } from '../../application/store.ts'
import { type Database, withTables } from '../../storage/database.ts'
import type { EngineTables } from '../../storage/tables.ts'
import { insertOrUpdate } from '../../storage/write.ts'
import type { AccountTables } from './tables.ts'

/** A place, and how many a person may have, accounts included. */
export interface AccountPlace {
  /** What names the account before Stripe does. */
  key: string
  most: number
}

export interface AccountPlaces {
  /**
   * @returns `shared` when the place was taken for the same key already; `wait` when all are taken, and some may become free;
   *   `full` when there are as many accounts
   */
  takePlace(accountid: string, place: AccountPlace): Promise<'taken' | 'shared' | 'wait' | 'full'>
  /** For an account that was not made after all. */
  leavePlace(accountid: string, place: AccountPlace): Promise<void>
}

const TABLE = 'connect_settings'

/** Milliseconds after which whoever took a place was stopped, and how long the last account is known by its key. */
const LIFE = 10 * 60 * 1000

/** Until when each key counts, in Unix milliseconds. */
interface Kept {
  taken: Record<string, number>
  /** The account that took the last place: who asks for it once more, with the same key, is not asking for another. */
  last?: { key: string; until: number }
}

export function accountPlaces(database: Database): AccountPlaces {
  const { change, now } = withTables<AccountTables>(database)
  return {
    takePlace: (accountid, { key, most }) =>
      change(async (transaction) => {
        await reserve(transaction, database, { accountid })
        const kept = await read(transaction, database, accountid)
        if (key in kept.taken || kept.last?.key === key) return 'shared'
        const accounts = await count(transaction, database, accountid)
        if (accounts >= most) return 'full'
        if (accounts + Object.keys(kept.taken).length >= most) return 'wait'
        kept.taken[key] = now().getTime() + LIFE
        await write(transaction, database, accountid, kept)
        return 'taken'
      }),

    leavePlace: (accountid, place) =>
      change((transaction) => leavePlace(transaction, database, accountid, place)),
  }
}

/** @param made in the same transaction, so that the place and the row are never counted both */
export async function leavePlace(
  transaction: Transaction<EngineTables & AccountTables>,
  database: Database,
  accountid: string,
  { key, most }: AccountPlace,
  made = false,
): Promise<void> {
  await reserve(transaction, database, { accountid })
  const kept = await read(transaction, database, accountid)
  delete kept.taken[key]
  if (made && (await count(transaction, database, accountid)) >= most)
    kept.last = { key, until: database.now().getTime() + LIFE }
  await write(transaction, database, accountid, kept)
}

async function count(
  transaction: Transaction<EngineTables & AccountTables>,
  { appid }: Database,
  accountid: string,
): Promise<number> {
  const { accounts } = await transaction
    .selectFrom('connect_stripe_accounts')
    .where('appid', '=', appid)
    .where('accountid', '=', accountid)
    .select((eb) => eb.fn.countAll<number | string>().as('accounts'))
    .executeTakeFirstOrThrow()
  return Number(accounts)
}

/** As long as a name may be, whatever the app's ids are like. */
function nameOf(accountid: string): string {
  return `account-places/${createHash('sha256').update(accountid).digest('base64url')}`
}

async function read(
  transaction: Transaction<EngineTables & AccountTables>,
  { appid, now }: Database,
  accountid: string,
): Promise<Kept> {
  const found = await transaction
    .selectFrom(TABLE)
    .select('value')
    .where('appid', '=', appid)
    .where('name', '=', nameOf(accountid))
    .executeTakeFirst()
  const { taken, last }: Kept = found ? JSON.parse(found.value) : { taken: {} }
  const counts = (until: number) => until > now().getTime()
  return {
    taken: Object.fromEntries(Object.entries(taken).filter(([, until]) => counts(until))),
    ...(last && counts(last.until) && { last }),
  }
}

async function write(
  transaction: Transaction<EngineTables & AccountTables>,
  { appid }: Database,
  accountid: string,
  kept: Kept,
): Promise<void> {
  const name = nameOf(accountid)
  const value = JSON.stringify(kept)
  if (kept.last || Object.keys(kept.taken).length > 0)
    await insertOrUpdate(transaction, TABLE, ['appid', 'name'], { appid, name, value }, { value })
  else await transaction.deleteFrom(TABLE).where('appid', '=', appid).where('name', '=', name).execute()
}
