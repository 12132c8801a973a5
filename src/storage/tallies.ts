/**
 * Numbers that are kept as rows change, so that no page counts a million rows to show one.
 *
 * Each number is the sum of a few rows, the slots, so that transactions that change the same number at the same time seldom wait
 * for each other. Instances of a version that does not know a number do not keep it: upkeep counts the rows again once a day.
 *
 * @module
 */
import { crc32 } from 'node:zlib'
import { type InsertObject, type Kysely, sql } from 'kysely'
import type { DialectTraits } from './database.ts'
import { insertOrUpdate } from './write.ts'

const SLOTS = 4

/** The length of a text that is part of a key: MySQL's keys are short. */
const LONGEST_WORD = 64

/** The columns of each table of numbers. */
export interface Tally {
  appid: string
  slot: number
}

/** A change to a number: the texts that name it, and what is added to its columns. */
export interface Addition {
  key: Readonly<Record<string, string>>
  add: Readonly<Record<string, number>>
}

/**
 * Adds to the numbers of a table. Call it last in a transaction: the rows stay locked until it ends.
 *
 * @param objectid the object whose change it is
 */
export async function addTo<DB, T extends keyof DB & string>(
  transaction: Kysely<DB>,
  table: T,
  { appid, objectid }: { appid: string; objectid: string },
  additions: readonly Addition[],
): Promise<void> {
  await addToSlot(transaction, table, { appid, slot: crc32(objectid) % SLOTS }, additions)
}

async function addToSlot<DB, T extends keyof DB & string>(
  transaction: Kysely<DB>,
  table: T,
  { appid, slot }: Tally,
  additions: readonly Addition[],
): Promise<void> {
  for (const { key, add } of merged(additions)) {
    const place = { appid, ...key, slot }
    const changes = Object.entries(add).map(([column, amount]) => [
      column,
      sql`${sql.ref(`${table}.${column}`)} + ${amount}`,
    ])
    await insertOrUpdate(
      transaction,
      table,
      Object.keys(place) as never,
      { ...place, ...add } as unknown as InsertObject<DB, T>,
      Object.fromEntries(changes),
    )
  }
}

/**
 * Counts the tenant's numbers of a table again. It locks them first, so that a transaction that changes one waits and adds to the
 * new one. A number that another transaction makes meanwhile cannot be locked: what that adds is not in the count, so it stays.
 *
 * @param from the first day to replace; without one, the table has no days and all is replaced
 * @param count counts the rows that the numbers are of
 */
export async function recountTable<DB, T extends keyof DB & string>(
  transaction: Kysely<DB>,
  table: T,
  { appid, traits, from }: { appid: string; traits: DialectTraits; from?: string | undefined },
  count: () => Promise<readonly Addition[]>,
): Promise<void> {
  const db = transaction as unknown as Kysely<Record<'numbers', Tally & { day: string }>>
  const numbers = table as 'numbers'
  await db
    .selectFrom(numbers)
    .select('slot')
    .where('appid', '=', appid)
    .$if(from !== undefined, (query) => query.where('day', '>=', from ?? ''))
    .$if(traits.rowLocks, (query) => query.forUpdate())
    .execute()
  // Before the count, which takes long: a number that is made while it runs must not be deleted.
  await db
    .deleteFrom(numbers)
    .where('appid', '=', appid)
    .$if(from !== undefined, (query) => query.where('day', '>=', from ?? ''))
    .execute()
  await addToSlot(transaction, table, { appid, slot: 0 }, await count())
}
/** One addition for each key, in an order that every transaction keeps, so that no two wait for each other. */
function merged(additions: readonly Addition[]): Addition[] {
  const sums = new Map<string, Addition>()
  for (const { key: given, add } of additions) {
    const key = Object.fromEntries(
      Object.entries(given).map(([name, word]) => [name, word.slice(0, LONGEST_WORD)]),
    )
    const name = JSON.stringify(key)
    const before = sums.get(name)?.add ?? {}
    const sum = Object.entries(add).map(([column, amount]) => [column, (before[column] ?? 0) + amount])
    sums.set(name, { key, add: { ...before, ...Object.fromEntries(sum) } })
  }
  return [...sums]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, addition]) => addition)
    .filter(({ add }) => Object.values(add).some((amount) => amount !== 0))
}
