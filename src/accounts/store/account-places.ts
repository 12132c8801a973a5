/**
 * Places for accounts that Stripe is creating: a person may have a limited number of accounts, and nothing is locked during a
 * Stripe request. A request for an account takes a place first, which later becomes the row.
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

/** A place, and the most accounts and places a person may have together. */
export interface AccountPlace {
  /** Identifies the account before it has a Stripe id. */
  key: string
  most: number
}

export interface AccountPlaces {
  /**
   * @returns `shared` when the same key already has the place; `wait` when all places are taken, and some may become free;
   *   `full` when the person has the most accounts allowed
   */
  takePlace(accountid: string, place: AccountPlace): Promise<'taken' | 'shared' | 'wait' | 'full'>
  /** For an account that was not created after all. */
  leavePlace(accountid: string, place: AccountPlace): Promise<void>
}

const TABLE = 'connect_settings'

/** Milliseconds after which a place counts as abandoned, and for which the key of the last account is remembered. */
const LIFE = 10 * 60 * 1000

/** Each key with the time until which it counts, in Unix milliseconds. */
interface Kept {
  taken: Record<string, number>
  /** The key of the account that took the last place: a second request with that key does not ask for another account. */
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

/** @param made whether the account was inserted in the same transaction, so that the place and the row are never both counted */
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

/** A hash, because the app's ids may be longer than a setting's name may be. */
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
