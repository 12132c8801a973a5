/**
 * Calls from pages in a browser, which Stripe allows from everywhere.
 *
 * @module
 */
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'

/** The headers with which each answer of the API allows a page to read it. */
export const CORS = new Headers({
  'Access-Control-Allow-Credentials': 'true',
  'Access-Control-Allow-Methods': 'GET, HEAD, PUT, PATCH, POST, DELETE',
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers':
    'Request-Id, Stripe-Manage-Version, Stripe-Should-Retry, X-Stripe-External-Auth-Required, X-Stripe-Privileged-Session-Required',
  'Access-Control-Max-Age': '300',
})

/** The further header of the answer to `OPTIONS`, which browsers send before a call with a key. */
export function allowedHeaders(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const asked = headers['access-control-request-headers']
  return asked === undefined
    ? {}
    : { 'Access-Control-Allow-Headers': asked, Vary: 'Access-Control-Request-Headers' }
}

/** What Stripe.js tells Stripe about the page beside the parameters of a call. */
const ABOUT_THE_PAGE = [
  ...['guid', 'muid', 'pasted_fields', 'payment_user_agent', 'referrer', 'sid', 'time_on_page'],
  ...['_stripe_account', '_stripe_version', 'key'],
]

/** The parameters of a call, without what a page adds to those of its own. */
export function withoutPage(input: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(input).filter(([name]) => !ABOUT_THE_PAGE.includes(name)))
}
