import type { Logger } from 'pino'
import { takenOverStore } from '../accounts/store/taken-over.ts'
import { takesOver } from '../features.ts'
import type { EarlierBatch } from '../storage/earlier/earlier-rows.ts'
import { earlierRowsIn } from '../storage/earlier/file.ts'
import { ownEarlierRows } from '../storage/earlier/own-tables.ts'
import type { Storage } from '../storage/storage.ts'
import { isStorageError } from '../storage/storage-error.ts'

/**
 * Takes over the tenant's sellers, their people and payouts from the earlier module, once. Its tables stay as they are. What stops
 * in between goes on at the next start. Several instances may do it at once.
 *
 * @param file where the earlier module kept its rows, if not in the database of this one: a file of SQLite
 * @throws StorageError when the rows cannot be read or written
 */
export async function takeOver(storage: Storage, file: string | undefined, log: Logger): Promise<void> {
  if (await takenOverStore(storage).isComplete()) return
  const own = await ownEarlierRows(storage.database)
  const batches = own ?? (file === undefined ? undefined : await earlierRowsIn(file, storage.appid))
  if (!batches) return
  const counts: Record<string, number> = {}
  for await (const batch of batches) {
    const count = await take(storage, batch, log)
    if (count === undefined) return
    counts[batch.object] = (counts[batch.object] ?? 0) + count
  }
  await takenOverStore(storage).complete()
  log.info(counts, 'what the earlier module had of sellers is taken over')
}

/** @returns how many rows were taken over; undefined when another instance has taken over everything */
async function take(storage: Storage, batch: EarlierBatch, log: Logger): Promise<number | undefined> {
  const taken = takenOverStore(storage)
  const taking = takesOver.find(({ object }) => object === batch.object)
  if (!taking) return 0
  try {
    return await taken.take(batch, taking.take)
  } catch (error) {
    if (isStorageError(error)) throw error
    const [row, ...others] = batch.rows
    if (!row) return 0
    if (others.length > 0) return oneByOne(storage, batch, log)
    log.error({ err: error, objectid: row.objectid }, 'a row of the earlier module cannot be taken over')
    return taken.take(batch, async () => undefined)
  }
}

/** So that one row of nonsense does not keep the others out. */
async function oneByOne(
  storage: Storage,
  { object, rows }: EarlierBatch,
  log: Logger,
): Promise<number | undefined> {
  let total = 0
  for (const row of rows) {
    const count = await take(storage, { object, rows: [row] }, log)
    if (count === undefined) return undefined
    total += count
  }
  return total
}
