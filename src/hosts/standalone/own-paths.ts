/**
 * Which paths are the dashboard's; all others are the application server's.
 *
 * @module
 */

/** Each with everything below it. */
const OWN = [
  '/account',
  '/administrator',
  '/api/user/connect',
  '/api/administrator/connect',
  '/public/connect',
  '/webhooks/connect',
  '/.well-known/stripe-connect',
  '/healthz',
  '/readyz',
]

/** Answered alike for everybody: no handler and no session is asked. */
const PLAIN = ['/public/connect', '/healthz', '/readyz']

const within = (path: string, roots: readonly string[]): boolean =>
  roots.some((root) => path === root || path.startsWith(`${root}/`))

export function isOwn(path: string): boolean {
  return within(path, OWN)
}

export function isPlain(path: string): boolean {
  return within(path, PLAIN)
}
