/**
 * The one way to make a page's address with a querystring.
 *
 * @module
 */

/**
 * @param path may have a querystring already
 * @param query values that are undefined, null or empty are left out
 * @example
 * link('/account/connect/stripe-account', { stripeid, message: 'saved' })
 */
export function link(path: string, query: Record<string, unknown>): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== '') parameters.set(name, String(value))
  if (parameters.size === 0) return path
  return `${path}${path.includes('?') ? '&' : '?'}${parameters}`
}
