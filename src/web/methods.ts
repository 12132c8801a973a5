/**
 * Methods of HTTP that are not for websites.
 *
 * @module
 */
import { METHODS } from 'node:http'

/**
 * TRACE has a server repeat the request as it got it, which shows a visitor what this host adds for the application server.
 * CONNECT asks for a tunnel.
 */
const REFUSED = ['CONNECT', 'TRACE']

/** What is allowed besides them: which of these an address takes is for the application server to say. */
export const ALLOWED_METHODS = METHODS.filter((method) => !isRefused(method)).join(', ')

export function isRefused(method: string | undefined): boolean {
  return REFUSED.includes(method ?? '')
}
