/**
 * Links with which somebody who has forgotten their password sets a new one. The database has only a digest of what is in a link,
 * so a reader of the database cannot make one. A person has one link at a time, and setting a password ends it.
 *
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Forgot_Password_Cheat_Sheet.html#url-tokens
 * @module
 */
import { hash, randomBytes } from 'node:crypto'
import { HOST_PAGES } from '../../core/addresses.ts'
import { equalSecrets } from '../../core/equal-secrets.ts'
import type { Storage } from '../../storage/storage.ts'
import { link } from '../../web/link.ts'

/** Hours that a link works. */
export const RESET_HOURS = 24

type Settings = Pick<Storage, 'settings'>

const settingOf = (accountid: string) => `password-reset ${accountid}`
const digest = (secret: string) => hash('sha256', secret, 'base64url')

/**
 * Makes a link for a person. The one before ends.
 *
 * @returns a path on this host
 * @example
 * await makeResetLink(storage, 'account_1', new Date()) // '/account/reset-password?person=account_1&secret=...'
 */
export async function makeResetLink({ settings }: Settings, accountid: string, now: Date): Promise<string> {
  const secret = randomBytes(32).toString('base64url')
  const until = now.getTime() + RESET_HOURS * 3_600_000
  await settings.set(settingOf(accountid), `${until} ${digest(secret)}`)
  return link(HOST_PAGES.resetPassword, { person: accountid, secret })
}

/** Whether a link was made for this person, is not too old, and was not used. */
export async function isGoodLink(
  { settings }: Settings,
  { person, secret }: { person: string; secret: string },
  now: Date,
): Promise<boolean> {
  const [until = '0', kept = ''] = (await settings.get(settingOf(person)))?.split(' ') ?? []
  return kept !== '' && Number(until) > now.getTime() && equalSecrets(kept, digest(secret))
}

export async function endResetLink({ settings }: Settings, accountid: string): Promise<void> {
  await settings.forget(settingOf(accountid))
}
