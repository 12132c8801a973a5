/**
 * Names a write to Stripe before its first try, so that a retry after a timeout cannot do it twice.
 *
 * @see https://docs.stripe.com/api/idempotent_requests
 * @module
 */
import { createHash } from 'node:crypto'

/**
 * The same parts give the same key, and Stripe repeats its first answer to a known key for at least a day, whatever happened
 * since. So the parts must include what makes this write unique: the one-time id of the form or, for a change of an object, the
 * ticket taken before. The values alone are not enough: changing a name to B, back to A and to B again would leave it at A.
 *
 * @param operation the kind of write, e.g. `create-account`
 * @param parts the object, and what makes this write unique
 * @returns at most 255 characters, which is Stripe's limit; the parts cannot be read from it
 * @example
 * await stripe.accounts.create(params, { idempotencyKey: idempotencyKey('create-account', accountid, operation) })
 * await stripe.accounts.update(id, params, { idempotencyKey: idempotencyKey('update-account', id, ticket) })
 */
export function idempotencyKey(operation: string, ...parts: (string | number)[]): string {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
  return `${operation}-${digest}`
}
