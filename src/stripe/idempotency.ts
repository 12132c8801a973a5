/**
 * Names a write to Stripe before its first try, so that a retry after a timeout cannot do it twice.
 *
 * @see https://docs.stripe.com/api/idempotent_requests
 * @module
 */
import { createHash } from 'node:crypto'

/**
 * The same parts give the same key, and Stripe answers a known key with its first answer for a day at least, whatever
 * happened since. So what makes this write a write of its own must be among the parts: the one-time id of the form that
 * asked for it or, for a change of an object, the ticket taken before. What is sent alone is not enough: changing a
 * name to B, back to A and to B again would leave it at A.
 *
 * @param operation what is done, e.g. `create-account`
 * @param parts what it is done to, and what makes it this one time
 * @returns at most 255 characters, which is Stripe's limit; nothing of the parts can be read from it
 * @example
 * await stripe.accounts.create(params, { idempotencyKey: idempotencyKey('create-account', accountid, operation) })
 * await stripe.accounts.update(id, params, { idempotencyKey: idempotencyKey('update-account', id, ticket) })
 */
export function idempotencyKey(operation: string, ...parts: (string | number)[]): string {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
  return `${operation}-${digest}`
}
