/**
 * What forms carry: derived from what only the browser has that was given the form, so that nothing is stored for it, and with a
 * key of the marketplace's own, so that knowing the former is not enough and no other marketplace's forms are taken.
 *
 * @module
 */
import { createHmac, randomBytes } from 'node:crypto'
import type { Storage } from '../storage/storage.ts'

const SETTING = 'form-key'

/**
 * @returns the token of the forms of a session, or of a guest's browser; the same in every instance that shares the database
 * @example
 * const tokenOf = await formTokens(storage)
 * tokenOf(accountid, sessionid)
 */
export async function formTokens({
  settings,
}: Pick<Storage, 'settings'>): Promise<(...parts: (string | undefined)[]) => string> {
  const key = await settings.getOrSet(SETTING, randomBytes(32).toString('base64url'))
  return (...parts) => createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url')
}
