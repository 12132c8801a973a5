/**
 * Marks a browser that a person has signed in with, using a cookie that signs nobody in. The mark is made with the hash of the
 * person's password: nobody can forge one, it needs no row in the database, and a new password ends it.
 *
 * @module
 */
import { createHmac, randomBytes } from 'node:crypto'
import { equalSecrets } from '../../core/equal-secrets.ts'
import type { UserRow } from './store/users.ts'

/** Seconds that a browser is remembered. */
export const DEVICE_LIFE = 365 * 24 * 60 * 60

type Person = Pick<UserRow, 'passwordHash'>

/** @returns the cookie's value for a browser in which the person has just signed in */
export function markDevice(user: Person): string {
  const id = randomBytes(16).toString('base64url')
  return `${id}.${proof(id, user)}`
}

/** @returns the browser's id; undefined unless it is marked for this person */
export function knownDevice(mark: string | undefined, user: Person): string | undefined {
  const [id, given] = mark?.split('.', 2) ?? []
  return id && given && equalSecrets(proof(id, user), given) ? id : undefined
}

function proof(id: string, { passwordHash }: Person): string {
  return createHmac('sha256', passwordHash).update(id).digest('base64url')
}
