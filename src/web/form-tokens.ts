/**
 * CSRF tokens for forms. A token is derived from what only that browser has, so that nothing is stored, and from the
 * marketplace's own key, so that knowing the session is not enough and another marketplace's token does not pass. The token of
 * a signed-in person's forms also says whose form it is, for when it comes back after the session has ended.
 *
 * @module
 */

import { createHmac } from 'node:crypto'
import { equalSecrets } from '../core/equal-secrets.ts'
import { newSecret } from '../core/secrets.ts'
import type { Storage } from '../storage/storage.ts'

const SETTING = 'form-key'

/** Makes a token, which differs for other parts. */
export type TokenOf = (...parts: (string | undefined)[]) => string

/**
 * @returns a function that makes the token for a session's or a guest's forms, the same in every instance that shares the database
 * @example
 * const tokenOf = await formTokens(storage)
 * tokenOf(accountid, sessionid)
 */
export async function formTokens({ settings }: Pick<Storage, 'settings'>): Promise<TokenOf> {
  const key = await settings.getOrSet(SETTING, newSecret())
  return (...parts) => createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url')
}

/**
 * @param token of the session
 * @returns the token with the mark of the person, which outlives the session
 */
export function tokenWithOwner(token: string, accountid: string, tokenOf: TokenOf): string {
  return `${token}.${Buffer.from(accountid).toString('base64url')}.${markOf(accountid, tokenOf)}`
}

/** @returns whose form it was; undefined for a guest's form, and for a mark that we did not make */
export function ownerOfForm(token: unknown, tokenOf: TokenOf): string | undefined {
  const [, owner, mark] = typeof token === 'string' ? token.split('.') : []
  if (!owner || !mark) return undefined
  const accountid = Buffer.from(owner, 'base64url').toString()
  return equalSecrets(markOf(accountid, tokenOf), mark) ? accountid : undefined
}

const markOf = (accountid: string, tokenOf: TokenOf) => tokenOf('form', 'owner', accountid)
