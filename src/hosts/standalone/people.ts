/**
 * Registers people and checks their passwords.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { ConnectError, type Problem } from '../../core/errors.ts'
import type { Storage } from '../../storage/storage.ts'
import type { FormValues } from '../../web/sent.ts'
import type { AttemptLimits } from './attempt-limits.ts'
import { knownDevice } from './devices.ts'
import { checkPassword, hashPassword } from './passwords.ts'
import { endResetLink } from './reset-link.ts'
import type { Sessions } from './sessions.ts'
import type { UserRow } from './store/users.ts'
import { userStore } from './store/users.ts'

const SHORTEST_PASSWORD = 10
const LONGEST_PASSWORD = 200
/** Of an email address, in characters. @see https://www.rfc-editor.org/errata/eid1690 */
const LONGEST_EMAIL = 254
/** Loose on purpose: only a message that arrives proves an address. */
const EMAIL = /^[^\s@]+@[^\s@]+$/

export const isEmail = (text: string): boolean => EMAIL.test(text)

export interface PeopleParts {
  storage: Storage
  limits: AttemptLimits
  now(): Date
}

/** An id that no person has had. */
export const newAccountid = (): string => `account_${randomUUID().replaceAll('-', '')}`

/** A form's value, or an empty text. */
function text(values: FormValues, name: string): string {
  const value = values[name]
  return typeof value === 'string' ? value : ''
}

const emailOf = (values: FormValues) => plainEmail(text(values, 'email'))

/** One spelling for each email address, since people ignore capitals in theirs; empty for text too long to be one. */
export function plainEmail(text: string): string {
  const typed = text.trim()
  // Checked first: the time to normalise a row of accents grows with the square of its length.
  if (typed.length > LONGEST_EMAIL) return ''
  const email = typed.normalize('NFC').toLowerCase()
  return email.length > LONGEST_EMAIL ? '' : email
}

/** False for text longer than any registered password: it is not worth the memory and time of a hash. */
function isPlausible(password: string): boolean {
  return password.length <= LONGEST_PASSWORD * 4
}

/** In characters as a person counts them. */
function lengthOf(password: string): number {
  return isPlausible(password) ? [...password.normalize('NFKC')].length : password.length
}

function passwordProblems(password: string, field: string): Problem[] {
  const length = lengthOf(password)
  if (length < SHORTEST_PASSWORD) return [{ code: 'password-too-short', field }]
  return length > LONGEST_PASSWORD ? [{ code: 'password-too-long', field }] : []
}

/**
 * @param values `name`, `email`, `password`
 * @param ip the person's address
 * @throws ConnectError with every problem at once, `email-taken`, or `too-many-attempts` (429)
 */
export async function registerPerson(values: FormValues, ip: string, parts: PeopleParts): Promise<UserRow> {
  const fullName = text(values, 'name').trim()
  const email = emailOf(values)
  const password = text(values, 'password')
  const problems: Problem[] = []
  if (!fullName || fullName.length > 200) problems.push({ code: 'invalid-name', field: 'name' })
  if (!isEmail(email)) problems.push({ code: 'invalid-email', field: 'email' })
  problems.push(...passwordProblems(password, 'password'))
  if (problems.length > 0) throw ConnectError.of(problems)

  await parts.limits.countRegistration(ip)
  const user = await userStore(parts.storage).insert({
    accountid: newAccountid(),
    email,
    fullName,
    passwordHash: await hashPassword(password),
    createdAt: parts.now(),
  })
  if (!user) throw new ConnectError('email-taken', { status: 409, field: 'email' })
  return user
}

/**
 * @param values `email`, `password`
 * @param from the person's address, and the mark of their browser if it has one
 * @throws ConnectError `wrong-credentials` (401), the same whether or not the address is registered, or
 *   `too-many-attempts` (429)
 */
export async function recognisePerson(
  values: FormValues,
  from: { ip: string; deviceMark: string | undefined },
  { storage, limits }: PeopleParts,
): Promise<UserRow> {
  const email = emailOf(values)
  const password = text(values, 'password')
  const user = await userStore(storage).findByEmail(email)
  const attempt = { ip: from.ip, email, device: user && knownDevice(from.deviceMark, user) }
  await limits.countSignIn(attempt)
  const { matches, outdated } = await checkPassword(isPlausible(password) ? password : '', user?.passwordHash)
  if (!user || !matches) throw new ConnectError('wrong-credentials', { status: 401, field: 'email' })

  await limits.forgiveSignIn(attempt)
  if (!outdated) return user
  const passwordHash = await hashPassword(password)
  await userStore(storage).renewHash(user, passwordHash)
  return { ...user, passwordHash }
}

/**
 * @param values `password`, the present one, and `new-password`
 * @param from the person's address, and their session, which stays
 * @throws ConnectError with every problem at once, `wrong-password` or `too-many-attempts` (429)
 */
export async function changePassword(
  values: FormValues,
  user: UserRow,
  { ip, sessionid }: { ip: string; sessionid: string },
  parts: PasswordParts,
): Promise<UserRow> {
  const password = text(values, 'password')
  const attempt = { ip, email: user.email, device: undefined }
  await parts.limits.countSignIn(attempt)
  const { matches } = await checkPassword(isPlausible(password) ? password : '', user.passwordHash)
  const problems = passwordProblems(text(values, 'new-password'), 'new-password')
  if (!matches) problems.unshift({ code: 'wrong-password', field: 'password' })
  else await parts.limits.forgiveSignIn(attempt)
  if (problems.length > 0) throw ConnectError.of(problems)
  return setPassword(values, user, parts, sessionid)
}

/**
 * Sets a password. Links to set one end, and so do all sessions of the person but one, with the password or not at all.
 *
 * @param values `new-password`
 * @returns the person with their new password
 * @throws ConnectError `password-too-short` or `password-too-long`
 */
export async function setPassword(
  values: FormValues,
  user: UserRow,
  { storage, sessions }: PasswordParts,
  sessionid?: string,
): Promise<UserRow> {
  const password = text(values, 'new-password')
  const problems = passwordProblems(password, 'new-password')
  if (problems.length > 0) throw ConnectError.of(problems)
  const passwordHash = await hashPassword(password)
  const ended = await userStore(storage).newPassword(user.accountid, passwordHash, sessionid)
  for (const id of ended) sessions.announceEnd(id)
  await endResetLink(storage, user.accountid)
  return { ...user, passwordHash }
}

type PasswordParts = PeopleParts & { sessions: Sessions }
