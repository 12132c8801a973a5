/**
 * Which paths are the dashboard's; all others are the application server's.
 *
 * @module
 */
import { isWithin, MODULE_PATHS, PUBLIC_PATH } from '../../web/module-paths.ts'

/** Each with everything below it. */
const OWN = [
  ...MODULE_PATHS,
  '/account',
  '/administrator',
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
