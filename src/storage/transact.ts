import { setTimeout as sleep } from 'node:timers/promises'
import type { Kysely, Transaction } from 'kysely'
import type { DialectTraits } from './database.ts'
import { StorageError } from './storage-error.ts'
import type { EngineTables } from './tables.ts'

/** How often a transaction that gives way is run, and the longest pause after the first try, in milliseconds. */
const TRIES = 10
const PAUSE = 20

/**
 * Runs a transaction in which each statement sees what others have committed, even while it waited for a lock. Runs it again
 * from its beginning when it gives way to another.
 *
 * @throws StorageError when it still gives way at the last try
 */
export async function transact<T>(
  db: Kysely<EngineTables>,
  traits: DialectTraits,
  run: (transaction: Transaction<EngineTables>) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await db.transaction().setIsolationLevel('read committed').execute(run)
    } catch (error) {
      if (!traits.gaveWay(error)) throw error
      if (tries === TRIES) throw new StorageError('A transaction gave way to others again and again.', error)
    }
    await sleep(Math.random() * PAUSE * tries)
  }
}
