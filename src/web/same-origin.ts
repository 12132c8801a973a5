/**
 * Refuses writes that another website makes a browser send.
 *
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 * @module
 */

import type { Request } from 'express'
import { equalSecrets } from '../core/equal-secrets.ts'
import { ConnectError } from '../core/errors.ts'
import { parsedUrl } from '../core/parsed-url.ts'

/**
 * Trusts what the browser itself says about where a request comes from. Programs say nothing and carry no cookie.
 *
 * @param publicUrl this host's public address
 * @throws ConnectError `cross-site-request` (403)
 */
export function refuseCrossSite(request: Request, publicUrl: string): void {
  const site = request.get('sec-fetch-site')
  const origin = request.get('origin')
  if (
    site !== undefined ? site === 'same-origin' || site === 'none' : isOwnOrigin(origin, request, publicUrl)
  )
    return
  throw new ConnectError('cross-site-request', { status: 403 })
}

function isOwnOrigin(origin: string | undefined, request: Request, publicUrl: string): boolean {
  if (origin === undefined) return true
  const host = parsedUrl(origin)?.host
  return host !== undefined && (host === request.get('host') || host === new URL(publicUrl).host)
}

/** @throws ConnectError `invalid-csrf-token` (403) */
export function checkCsrfToken(expected: string, given: unknown): void {
  if (typeof given !== 'string' || !equalSecrets(expected, given)) throw wrongToken()
}

export function wrongToken(): ConnectError {
  return new ConnectError('invalid-csrf-token', { status: 403 })
}

/** Every form of ours has its token before its files. */
export function hasToken(fields: readonly (readonly [string, string])[], expected: string): boolean {
  return fields.some(([name, value]) => name === 'csrf-token' && equalSecrets(expected, value))
}
