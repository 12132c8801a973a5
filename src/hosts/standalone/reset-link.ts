/**
 * Links with which somebody who has forgotten their password sets a new one. The database has only a digest of what is in a link,
 * so a reader of the database cannot make one. A person has one link at a time, and setting a password ends it. An administrator
 * who makes a link sees it once: until then the database has it, sealed with a ticket that is only in the administrator's browser.
 *
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Forgot_Password_Cheat_Sheet.html#url-tokens
 * @module
 */
import { HOST_PAGES } from '../../core/addresses.ts'
import { equalSecrets } from '../../core/equal-secrets.ts'
import { seal, unseal } from '../../core/sealed.ts'
import { digestOf, newSecret } from '../../core/secrets.ts'
import type { Storage } from '../../storage/storage.ts'
import { link } from '../../web/link.ts'

/** Hours that a link works. */
export const RESET_HOURS = 24

type Settings = Pick<Storage, 'settings'>

const settingOf = (accountid: string) => `password-reset ${accountid}`

/**
 * Makes a link for a person. The one before ends.
 *
 * @returns a path on this host
 * @example
 * await makeResetLink(storage, 'account_1', new Date()) // '/account/reset-password?person=account_1&secret=...'
 */
export async function makeResetLink(storage: Settings, accountid: string, now: Date): Promise<string> {
  const secret = newSecret()
  await keep(storage, accountid, { until: endOf(now), kept: digestOf(secret) })
  return pathOf(accountid, secret)
}

/**
 * Makes a link, as `makeResetLink` does, which an administrator's next page shows.
 *
 * @param maker the administrator's id
 * @returns a ticket for `showResetLink`
 */
export async function makeShownResetLink(
  storage: Settings,
  accountid: string,
  { maker, now }: { maker: string; now: Date },
): Promise<string> {
  const [secret, ticket] = [newSecret(), newSecret()]
  const sealed = seal(secret, [ticket], sealedFor(accountid, maker))
  await keep(storage, accountid, { until: endOf(now), kept: digestOf(secret), sealed })
  return ticket
}

/**
 * Gives the link to the administrator who made it, once.
 *
 * @returns a path on this host; undefined when it was shown, used or replaced
 */
export async function showResetLink(
  { settings }: Settings,
  accountid: string,
  { maker, ticket }: { maker: string; ticket: string },
): Promise<string | undefined> {
  const name = settingOf(accountid)
  const setting = await settings.get(name)
  const { sealed = '', ...link } = read(setting)
  const secret = unseal(sealed, [ticket], sealedFor(accountid, maker))
  // Of several requests one shows the link. A link that somebody used meanwhile stays used.
  if (secret === undefined || !setting || !(await settings.take(name, setting))) return undefined
  await settings.setIfNew(name, written(link))
  return pathOf(accountid, secret)
}

/** What is in a link. */
export interface ResetLink {
  person: string
  secret: string
}

/** Whether a link was made for this person, is not too old, and was not used. */
export async function isGoodLink({ settings }: Settings, link: ResetLink, now: Date): Promise<boolean> {
  return isGood(await settings.get(settingOf(link.person)), link, now)
}

function isGood(setting: string | undefined, { secret }: ResetLink, now: Date): boolean {
  const { until, kept } = read(setting)
  return kept !== '' && until > now.getTime() && equalSecrets(kept, digestOf(secret))
}

/**
 * Uses a link up, for one of any number of requests at any instance.
 *
 * @returns a function that makes the link good again if the password could not be set, unless there is a newer link; undefined for a
 *   link that is not good, or that another request has used
 */
export async function takeResetLink(
  { settings }: Settings,
  link: ResetLink,
  now: Date,
): Promise<(() => Promise<void>) | undefined> {
  const name = settingOf(link.person)
  const setting = await settings.get(name)
  if (setting === undefined || !isGood(setting, link, now) || !(await settings.take(name, setting)))
    return undefined
  return async () => {
    await settings.setIfNew(name, setting)
  }
}

export async function endResetLink({ settings }: Settings, accountid: string): Promise<void> {
  await settings.forget(settingOf(accountid))
}

interface KeptLink {
  /** Milliseconds. */
  until: number
  /** The digest of the secret. */
  kept: string
  /** The secret, until it is shown. */
  sealed?: string | undefined
}

function read(setting = ''): KeptLink {
  const [until = '', kept = '', sealed] = setting.split(' ')
  return { until: Number(until), kept, sealed }
}

function written({ until, kept, sealed }: KeptLink): string {
  return [until, kept, ...(sealed ? [sealed] : [])].join(' ')
}

async function keep({ settings }: Settings, accountid: string, made: KeptLink): Promise<void> {
  await settings.set(settingOf(accountid), written(made))
}

const endOf = (now: Date) => now.getTime() + RESET_HOURS * 3_600_000

const pathOf = (accountid: string, secret: string) =>
  link(HOST_PAGES.resetPassword, { person: accountid, secret })

const sealedFor = (accountid: string, maker: string) => JSON.stringify([accountid, maker])
