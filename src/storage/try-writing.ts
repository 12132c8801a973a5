import { randomBytes } from 'node:crypto'
import type { Settings } from './settings.ts'

const NAME = 'can-be-written'

/** Bytes: the size of a Stripe event. A row smaller than a database page may fit into one even when the disk is full. */
const SIZE = 8_192

/**
 * Writes a row and deletes it. Instances that do so at the same time share the row.
 *
 * @throws StorageError when the database cannot be written to
 */
export async function tryWriting(settings: Settings): Promise<void> {
  await settings.set(NAME, randomBytes(SIZE).toString('base64'))
  await settings.forget(NAME)
}
