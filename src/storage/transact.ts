import { setTimeout as sleep } from 'node:timers/promises'
import type { Kysely, Transaction } from 'kysely'
import type { DialectTraits } from './database.ts'
import { StorageError } from './storage-error.ts'
import type { EngineTables } from './tables.ts'

/** How often a transaction that gave way is run, and the longest pause before, in milliseconds. */
const TRIES = 10
const PAUSE = 20

/**
 * Runs a transaction in which each statement sees what is committed by then: whoever waited for a lock sees what was done
 * meanwhile. When it gave way to another, it is run again from its beginning.
 *
 * @throws StorageError when it gave way again and again
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
