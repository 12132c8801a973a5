/**
 * Which paths are the module's, wherever it is mounted.
 *
 * @module
 */

/** Files for browsers: the same for everybody. */
export const PUBLIC_PATH = '/public/connect'

/** Each with everything below it. */
export const MODULE_PATHS = [
  '/account/connect',
  '/administrator/connect',
  '/api/user/connect',
  '/api/administrator/connect',
  '/webhooks/connect',
  PUBLIC_PATH,
]

export function isWithin(path: string, roots: readonly string[]): boolean {
  return roots.some((root) => path === root || path.startsWith(`${root}/`))
}
