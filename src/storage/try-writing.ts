import { randomBytes } from 'node:crypto'
import type { Settings } from './settings.ts'

const NAME = 'can-be-written'

/** Bytes: as many as an event of Stripe’s. What is smaller than a page may find room in one on a full disk, too. */
const SIZE = 8_192

/**
 * Writes a row and deletes it. Instances that do so at the same time share it.
 *
 * @throws StorageError when that cannot be done
 */
export async function tryWriting(settings: Settings): Promise<void> {
  await settings.set(NAME, randomBytes(SIZE).toString('base64'))
  await settings.forget(NAME)
}
