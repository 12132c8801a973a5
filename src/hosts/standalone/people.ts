/**
 * Registers people and checks their passwords.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { emailAddress } from '../../core/email-address.ts'
import { ConnectError, type Problem } from '../../core/errors.ts'
import { isVisible, parseName } from '../../registration/index.ts'
import type { Storage } from '../../storage/storage.ts'
import type { FormValues } from '../../web/sent.ts'
import type { AttemptLimits } from './attempt-limits.ts'
import { knownDevice } from './devices.ts'
import { checkPassword, hashPassword } from './passwords.ts'
import { endResetLink, isGoodLink, type ResetLink, takeResetLink } from './reset-link.ts'
import type { Sessions } from './sessions.ts'
import type { UserRow } from './store/users.ts'
import { userStore } from './store/users.ts'

const SHORTEST_PASSWORD = 10
const LONGEST_PASSWORD = 200
const LONGEST_NAME = 200

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

/**
 * One spelling for each email address, since people ignore capitals in theirs.
 *
 * @returns undefined for what is no address
 */
export function plainEmail(typed: string): string | undefined {
  return emailAddress(typed)?.toLowerCase()
}

function readName(typed: string): { fullName: string } | { problem: 'invalid-name' | 'name-characters' } {
  const name = typed.trim()
  if (name.length > 4 * LONGEST_NAME) return { problem: 'name-characters' }
  const read = parseName(name, LONGEST_NAME)
  if ('value' in read) return { fullName: String(read.value) }
  return { problem: isVisible(name) ? 'name-characters' : 'invalid-name' }
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
  const name = readName(text(values, 'name'))
  const email = plainEmail(text(values, 'email'))
  const password = text(values, 'password')
  const problems: Problem[] = []
  if ('problem' in name) problems.push({ code: name.problem, field: 'name' })
  if (email === undefined) problems.push({ code: 'invalid-email', field: 'email' })
  problems.push(...passwordProblems(password, 'password'))
  if ('problem' in name || email === undefined || problems.length > 0) throw ConnectError.of(problems)

  await parts.limits.countRegistration(ip)
  const user = await userStore(parts.storage).insert({
    accountid: newAccountid(),
    email,
    fullName: name.fullName,
    passwordHash: await hashPassword(password, { ip }),
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
  const typed = text(values, 'email')
  const password = text(values, 'password')
  const user = await userStore(storage).findByEmail(typed)
  const email = user?.email ?? plainEmail(typed) ?? ''
  const attempt = { ip: from.ip, email, device: user && knownDevice(from.deviceMark, user) }
  await limits.countSignIn(attempt)
  const { ip } = from
  const tried = isPlausible(password) ? password : ''
  const { matches, outdated } = await checkPassword(tried, user?.passwordHash, { ip })
  if (!user || !matches) throw new ConnectError('wrong-credentials', { status: 401, field: 'email' })

  await limits.forgiveSignIn(attempt)
  if (!outdated) return user
  const passwordHash = await hashPassword(password, { ip })
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
  const { matches } = await checkPassword(isPlausible(password) ? password : '', user.passwordHash, { ip })
  const problems = passwordProblems(text(values, 'new-password'), 'new-password')
  if (!matches) problems.unshift({ code: 'wrong-password', field: 'password' })
  else await parts.limits.forgiveSignIn(attempt)
  if (problems.length > 0) throw ConnectError.of(problems)
  return setPassword(values, user, { ip, sessionid }, parts)
}

/**
 * The person whom a link is for.
 *
 * @throws ConnectError `invalid-reset-link` (404)
 */
export async function personOfLink(link: ResetLink, { storage, now }: PeopleParts): Promise<UserRow> {
  const isGood = await isGoodLink(storage, link, now())
  const user = isGood ? await userStore(storage).find(link.person) : undefined
  if (!user) throw invalidLink()
  return user
}

const invalidLink = () => new ConnectError('invalid-reset-link', { status: 404 })

/**
 * Sets a password with a link. The link is taken before the password is hashed, which takes long enough for another request with it.
 *
 * @param values `new-password`
 * @param ip the person's address
 * @throws ConnectError `invalid-reset-link` (404), and as `setPassword` does; then the link works again
 */
export async function resetPassword(
  values: FormValues,
  link: ResetLink,
  ip: string,
  parts: PasswordParts,
): Promise<UserRow> {
  const user = await personOfLink(link, parts)
  refuseBadPassword(values)
  const putBack = await takeResetLink(parts.storage, link, parts.now())
  if (!putBack) throw invalidLink()
  try {
    return await setPassword(values, user, { ip }, parts)
  } catch (error) {
    await putBack()
    throw error
  }
}

/** @throws ConnectError `password-too-short` or `password-too-long` */
function refuseBadPassword(values: FormValues): void {
  const problems = passwordProblems(text(values, 'new-password'), 'new-password')
  if (problems.length > 0) throw ConnectError.of(problems)
}

/**
 * Sets a password. Links to set one end, and so do all sessions of the person but one, with the password or not at all.
 *
 * @param values `new-password`
 * @param from the person's address, and their session, which stays
 * @returns the person with their new password
 * @throws ConnectError `password-too-short` or `password-too-long`
 */
async function setPassword(
  values: FormValues,
  user: UserRow,
  { ip, sessionid }: { ip: string; sessionid?: string },
  { storage, sessions }: PasswordParts,
): Promise<UserRow> {
  refuseBadPassword(values)
  const passwordHash = await hashPassword(text(values, 'new-password'), { ip })
  // First, so that no link outlives the password that ends it.
  await endResetLink(storage, user.accountid)
  const ended = await userStore(storage).newPassword(user.accountid, passwordHash, sessionid)
  for (const id of ended) sessions.announceEnd(id)
  return { ...user, passwordHash }
}

type PasswordParts = PeopleParts & { sessions: Sessions }
