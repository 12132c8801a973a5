/**
 * What the forms of a session carry: derived from the session's id, so that it needs no cookie, and with a key of our own,
 * so that knowing the id is not enough.
 *
 * @module
 */
import { createHmac, randomBytes } from 'node:crypto'
import type { Caller } from '../../context/context.ts'
import type { Storage } from '../../storage/storage.ts'

const SETTING = 'express-form-key'

/** @returns the token of a person's forms; the same in every instance that shares the database, for as long as the session lasts */
export async function formTokens({
  settings,
}: Pick<Storage, 'settings'>): Promise<(caller: Caller | undefined) => string> {
  const key = await settings.getOrSet(SETTING, randomBytes(32).toString('base64url'))
  return (caller) => {
    const { accountid, sessionid } = caller ?? {}
    return createHmac('sha256', key)
      .update(JSON.stringify([accountid, sessionid]))
      .digest('base64url')
  }
}
