/**
 * The dashboard's own paths; all others are the application server's.
 *
 * @module
 */
import { HOST_PAGES, isWithin, MODULE_PATHS, PUBLIC_PATH } from '../../core/addresses.ts'

/** Each with everything below it. */
const OWN = [
  ...MODULE_PATHS,
  HOST_PAGES.account,
  HOST_PAGES.administrator,
  '/.well-known/stripe-connect',
  '/healthz',
  '/readyz',
]

/** The same for everybody: they need no handler and no session. */
const PLAIN = [PUBLIC_PATH, '/healthz', '/readyz']

export function isOwn(path: string): boolean {
  return isWithin(path, OWN)
}

export function isPlain(path: string): boolean {
  return isWithin(path, PLAIN)
}
