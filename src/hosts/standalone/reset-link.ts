/**
 * Links with which somebody who has forgotten their password sets a new one. A link is made with the hash of the old password, so
 * that it needs no row in the database, nobody can forge one, and the new password ends it.
 *
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Forgot_Password_Cheat_Sheet.html#url-tokens
 * @module
 */
import { createHmac } from 'node:crypto'
import { HOST_PAGES } from '../../core/addresses.ts'
import { equalSecrets } from '../../core/equal-secrets.ts'
import { link } from '../../web/link.ts'
import type { UserRow } from './store/users.ts'

/** Hours that a link works. */
export const RESET_HOURS = 24

type Person = Pick<UserRow, 'accountid' | 'passwordHash'>

/** What a link's address has in it. */
export interface ResetLink {
  person: string
  /** Unix seconds. */
  until: number
  proof: string
}

/**
 * @returns a path on this host
 * @example
 * resetLink(user, new Date()) // '/account/reset-password?person=account_1&until=1793145600&proof=...'
 */
export function resetLink(user: Person, now: Date): string {
  const until = Math.floor(now.getTime() / 1000) + RESET_HOURS * 3600
  return link(HOST_PAGES.resetPassword, { person: user.accountid, until, proof: proofOf(user, until) })
}

/** Whether a link was made for this person, is not too old, and no password was set since. */
export function isGoodLink({ until, proof }: Omit<ResetLink, 'person'>, user: Person, now: Date): boolean {
  return until * 1000 > now.getTime() && equalSecrets(proofOf(user, until), proof)
}

function proofOf({ accountid, passwordHash }: Person, until: number): string {
  return createHmac('sha256', passwordHash).update(`reset ${accountid} ${until}`).digest('base64url')
}
