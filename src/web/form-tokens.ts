/**
 * CSRF tokens for forms. A token is derived from what only that browser has, so that nothing is stored, and from the
 * marketplace's own key, so that knowing the session is not enough and another marketplace's token does not pass.
 *
 * @module
 */
import { createHmac, randomBytes } from 'node:crypto'
import type { Storage } from '../storage/storage.ts'

const SETTING = 'form-key'

/**
 * @returns a function that makes the token for a session's or a guest's forms, the same in every instance that shares the database
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
