/**
 * Stripe's errors, ready to throw (https://docs.stripe.com/api/errors).
 *
 * @module
 */
import type { StripeErrorBody } from './resource-api.ts'

/** Thrown anywhere below a route; the HTTP layer turns it into a status and `{"error": {...}}`. */
export class StripeError extends Error {
  readonly status: number
  readonly body: StripeErrorBody

  constructor(status: number, body: StripeErrorBody) {
    super(body.message)
    this.status = status
    this.body = body.code === undefined ? body : { ...body, doc_url: pageAbout(body.code) }
  }
}

/**
 * The 400 for a well-formed call that cannot be carried out.
 *
 * @example
 * throw invalidRequest('Payouts can be canceled only while pending.', { code: 'payouts_not_allowed' })
 */
export function invalidRequest(message: string, about: { code?: string; param?: string } = {}): StripeError {
  return new StripeError(400, { type: 'invalid_request_error', message, ...about })
}

/** A refused parameter. The call is not carried out, so no idempotency key keeps this answer. */
export class InvalidParameter extends StripeError {}

/** The 400 for a parameter that is unknown, missing or malformed. */
export function invalidParameter(
  message: string,
  about: { code?: string; param?: string } = {},
): InvalidParameter {
  return new InvalidParameter(400, { type: 'invalid_request_error', message, ...about })
}

/**
 * The 404 for an id in a call's path that does not exist or that the caller may not see.
 *
 * @example
 * throw resourceMissing('payout', 'po_123') // No such payout: 'po_123'
 */
export function resourceMissing(noun: string, id: string, param = noun): StripeError {
  return new StripeError(404, missing(noun, id, param))
}

/**
 * The 400 for an id in a parameter that does not exist or that the caller may not see.
 *
 * @example
 * throw referenceMissing('external account', 'ba_123', 'destination')
 */
export function referenceMissing(noun: string, id: string, param = noun): StripeError {
  return new StripeError(400, missing(noun, id, param))
}

function missing(noun: string, id: string, param: string): StripeErrorBody {
  const message = `No such ${noun}: '${id}'`
  return { type: 'invalid_request_error', code: 'resource_missing', message, param }
}

function pageAbout(code: string): string {
  return `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`
}
