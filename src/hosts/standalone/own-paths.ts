/**
 * Which paths are the dashboard's; all others are the application server's.
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

/** Answered alike for everybody: no handler and no session is asked. */
const PLAIN = [PUBLIC_PATH, '/healthz', '/readyz']

export function isOwn(path: string): boolean {
  return isWithin(path, OWN)
}

export function isPlain(path: string): boolean {
  return isWithin(path, PLAIN)
}
