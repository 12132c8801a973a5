/**
 * HTTP methods that websites do not use.
 *
 * @module
 */
import { METHODS } from 'node:http'

/**
 * TRACE makes a server echo the request, which would show a visitor the headers this host adds for the application server.
 * CONNECT asks for a tunnel.
 */
const REFUSED = ['CONNECT', 'TRACE']

/** All other methods. The application server decides which of them an address takes. */
export const ALLOWED_METHODS = METHODS.filter((method) => !isRefused(method)).join(', ')

export function isRefused(method: string | undefined): boolean {
  return REFUSED.includes(method ?? '')
}
