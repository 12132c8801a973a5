/**
 * API keys (https://docs.stripe.com/keys): any secret or restricted test key opens the only platform, and any publishable test
 * key makes tokens and uploads files.
 *
 * @module
 */
import { StripeError } from '../errors.ts'

/** What browsers may do with a publishable key. */
const FOR_BROWSERS = ['/v1/files', '/v1/tokens']

/** What a key is checked for. */
export interface Keyed {
  method: string
  path: string
  /** The site of the page that calls; undefined for a program. */
  origin: string | undefined
}

/** Whether pages in browsers may make the call. They may send their key as a parameter. */
export function isForBrowsers({ method, path }: Keyed): boolean {
  return method === 'POST' && FOR_BROWSERS.includes(path)
}

/** Throws Stripe's 401 unless a test key allows the call, and 403 for a page with a secret key. */
export function authenticate(key: string | undefined, call: Keyed): void {
  if (key === undefined || key === '') {
    throw unauthorized(
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details.",
    )
  }
  if (/^[psr]k_live_/.test(key)) {
    throw unauthorized(
      'This is the offline Stripe, where no live key is valid: use one that begins with sk_test_.',
    )
  }
  if (/^pk_test_\w+$/.test(key)) {
    if (isForBrowsers(call)) return
    throw unauthorized(
      'This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.',
      'secret_key_required',
    )
  }
  if (!/^[sr]k_test_\w+$/.test(key)) throw unauthorized(`Invalid API Key provided: ${masked(key)}`)
  // Every secret test key opens the offline Stripe, so that any page which a developer opens could use one.
  if (call.origin !== undefined) {
    throw new StripeError(403, {
      type: 'invalid_request_error',
      message: 'Pages may not call the offline Stripe with a secret key.',
    })
  }
}

/** The key in an `Authorization` header. */
export function keyOf(authorization = ''): string | undefined {
  const [scheme = '', value = ''] = authorization.trim().split(/\s+/)
  if (/^bearer$/i.test(scheme)) return value
  if (/^basic$/i.test(scheme)) return Buffer.from(value, 'base64').toString('utf8').split(':')[0]
  return undefined
}

function masked(key: string): string {
  return `${key.slice(0, 8).padEnd(Math.min(key.length, 20), '*')}${key.length > 20 ? key.slice(-4) : ''}`
}

function unauthorized(message: string, code?: string): StripeError {
  return new StripeError(401, { type: 'invalid_request_error', message, ...(code !== undefined && { code }) })
}
