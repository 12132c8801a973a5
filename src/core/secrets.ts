import { hash, randomBytes } from 'node:crypto'

/** Text that nobody guesses, for links, cookies and keys: 32 random bytes. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** What the database has in place of a secret, so that a reader of the database cannot use it. */
export function digestOf(secret: string): string {
  return hash('sha256', secret, 'base64url')
}
