/**
 * Stripe's errors in the module's own words.
 *
 * @see https://docs.stripe.com/error-handling
 * @see https://docs.stripe.com/error-codes
 * @module
 */
import Stripe from 'stripe'
import { ConnectError, notFound } from '../core/errors.ts'
import { withoutSecrets } from '../core/redact.ts'
import { isForProgrammers } from './for-programmers.ts'

const { errors } = Stripe

/** The parameter that names the missing object, and this module's name for that identifier. */
const IDENTIFIERS = { person: 'personid', payout: 'payoutid' } as const

/** Codes for a problem with the key, which an administrator can mend. */
const KEY_CODES = new Set([
  'api_key_expired',
  'platform_api_key_expired',
  'secret_key_required',
  'testmode_charges_only',
])

/** Codes for a mistake in our code: the call is wrong whatever the person typed. */
const OUR_FAULT = new Set(['parameter_unknown', 'parameters_exclusive'])

/** True for every error that the Stripe client throws. */
export function isStripeError(error: unknown): error is Stripe.errors.StripeError {
  return error instanceof errors.StripeError
}

/** True when Stripe does not know the key. */
export function isUnknownKey(error: unknown): boolean {
  return error instanceof errors.StripeAuthenticationError
}

/** True when Stripe answers that an object is gone or never existed, or that the platform does not see its account. */
export function isGone(error: unknown): boolean {
  return isMissing(error) || isHidden(error)
}

function isMissing(error: unknown): boolean {
  return isStripeError(error) && error.code === 'resource_missing' && error.statusCode === 404
}

/**
 * True when the platform does not see an account: it was deleted, has disconnected, or belongs to the platform of another key.
 * Stripe does not tell these apart.
 */
function isHidden(error: unknown): boolean {
  return isStripeError(error) && error.code === 'account_invalid' && error.statusCode === 403
}

/** True for what Stripe shows of a deleted object. */
export function isDeleted(object: object): boolean {
  return 'deleted' in object && object.deleted === true
}

/** @returns undefined when Stripe says that the object is gone, or answers with the remains of a deleted one */
export async function unlessGone<T extends object>(answer: Promise<T>): Promise<T | undefined> {
  try {
    const object = await answer
    return isDeleted(object) ? undefined : object
  } catch (error) {
    if (isGone(error)) return undefined
    throw error
  }
}

/** True when Stripe may have done what it was asked for: there was no answer, or none that says otherwise. */
export function mayBeDone(error: unknown): boolean {
  return isPassing(error) && !(error instanceof errors.StripeRateLimitError)
}

/** True when the same call may succeed later without a change. */
export function isPassing(error: unknown): boolean {
  if (!isStripeError(error)) return false
  return (
    error instanceof errors.StripeConnectionError ||
    error instanceof errors.StripeAPIError ||
    error instanceof errors.StripeRateLimitError ||
    (error.statusCode ?? 0) >= 500 ||
    ['lock_timeout', 'rate_limit', 'idempotency_key_in_use'].includes(error.code ?? '')
  )
}

/**
 * True when the same call always gets the same answer: Stripe says that the request is invalid. A 404 is not meant: a missing
 * object may be there later, and something between us and Stripe may have answered.
 */
export function isMalformed(error: unknown): error is Stripe.errors.StripeInvalidRequestError {
  return (
    error instanceof errors.StripeInvalidRequestError &&
    error.statusCode === 400 &&
    !isPassing(error) &&
    !KEY_CODES.has(error.code ?? '')
  )
}

/** As `isMalformed`, and what a bank or a card network refuses, which has status 402. It may be about what a person typed. */
export function isRefused(error: unknown): error is Stripe.errors.StripeError {
  if (isMalformed(error)) return true
  return isStripeError(error) && error.statusCode === 402 && !isPassing(error) && !isKeyRefused(error)
}

/**
 * True when Stripe refuses the key, or the key does not allow the call or does not see an account that we have. An administrator
 * must mend that; the person can only come back later.
 */
export function isKeyRefused(error: unknown): boolean {
  const refusal = error instanceof ConnectError ? error.cause : error
  if (!isStripeError(refusal)) return false
  return (
    refusal instanceof errors.StripeAuthenticationError ||
    refusal instanceof errors.StripePermissionError ||
    KEY_CODES.has(refusal.code ?? '') ||
    (refusal.statusCode === 404 && !goneObject(refusal))
  )
}

/** Stripe's sentence. A broken Stripe, or something between us and it, may quote the key that we sent. */
const sentenceOf = (error: Stripe.errors.StripeError) => withoutSecrets(error.message)

/** A sentence for an administrator; it may quote what a person typed. */
export function whatWentWrong(error: unknown): string {
  // Stripe's connection errors say only that the connection failed.
  const cause = error instanceof errors.StripeConnectionError && error.detail ? error.detail : error
  if (!(cause instanceof Error)) return withoutSecrets(String(cause))
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined
  return withoutSecrets(cause.message) || code || cause.name
}

/**
 * Turns an error from Stripe into the error that a caller gets:
 *
 * - `stripe-unavailable` (503): no answer, an answer that says to come back later, or a key that is refused or does not see the
 *   account
 * - `invalid-personid`, `invalid-payoutid` (404): the object is gone
 * - `invalid-token` (400): a Stripe.js token that was used before or is not a token
 * - `invalid-<param>` (400): a value that Stripe refuses; the parameter is written with underscores
 * - `already-submitted` (409): a form's one-time id came again with other answers
 * - `stripe-not-understood` (502): we called Stripe wrongly, with a parameter that it does not know, say
 * - `card-declined` (402), `stripe-refused` (400): a refusal that names no parameter
 *
 * @throws the error itself when it is no answer of Stripe's
 * @example
 * try {
 *   await stripe.accounts.update(stripeid, params, { idempotencyKey })
 * } catch (error) {
 *   throw toConnectError(error) // e.g. invalid-individual_dob_day, field individual_dob_day
 * }
 */
export function toConnectError(error: unknown): ConnectError {
  if (error instanceof ConnectError) return error
  if (!isStripeError(error) || error instanceof errors.StripeSignatureVerificationError) throw error
  if (isPassing(error) || isKeyRefused(error))
    return new ConnectError('stripe-unavailable', { status: 503, cause: error })
  const gone = goneObject(error)
  if (gone) return gone
  if (error instanceof errors.StripeIdempotencyError) {
    return new ConnectError('already-submitted', { status: 409, cause: error })
  }
  if (isOurFault(error)) return new ConnectError('stripe-not-understood', { status: 502, cause: error })
  if (error.param) return aboutParameter(error, error.param)
  const [code, status] =
    error instanceof errors.StripeCardError
      ? (['card-declined', 402] as const)
      : (['stripe-refused', 400] as const)
  return new ConnectError(code, { status, message: sentenceOf(error), cause: error })
}

/**
 * As `toConnectError`, but tells an administrator, who can mend it, what a key does not do:
 *
 * - `account-hidden` (409): Stripe does not show the account to the key
 * - `key-refused` (503): Stripe refuses the key, or what it may do
 *
 * @param error Stripe's, or what was made of it
 * @throws the error itself when it is no answer of Stripe's
 */
export function toAdministratorError(error: unknown): ConnectError {
  const cause = error instanceof ConnectError ? error.cause : error
  if (isHidden(cause)) return new ConnectError('account-hidden', { status: 409, cause })
  if (isKeyRefused(cause)) return new ConnectError('key-refused', { status: 503, cause })
  return toConnectError(error)
}

function isOurFault(error: Stripe.errors.StripeError): boolean {
  return error instanceof errors.StripeOAuthError || OUR_FAULT.has(error.code ?? '')
}

/** @returns undefined for an account, and for what a parameter refers to (a file, a token) */
function goneObject(error: Stripe.errors.StripeError): ConnectError | undefined {
  const { param } = error
  return isMissing(error) && isIdentified(param) ? notFound(IDENTIFIERS[param]) : undefined
}

function isIdentified(param: string | undefined): param is keyof typeof IDENTIFIERS {
  return param !== undefined && Object.hasOwn(IDENTIFIERS, param)
}

function aboutParameter(error: Stripe.errors.StripeError, param: string): ConnectError {
  if (param === 'account_token' || param === 'person_token')
    return new ConnectError('invalid-token', { field: 'token', cause: error })
  return refusedParameter(error, fieldName(param))
}

/** The error at the input that a refused parameter was made from, with Stripe's sentence where it speaks to people. */
export function refusedParameter(error: Stripe.errors.StripeError, field: string): ConnectError {
  return new ConnectError(`invalid-${field}`, {
    field,
    cause: error,
    ...(!isForProgrammers(error.code) && { message: sentenceOf(error) }),
  })
}

/**
 * A parameter as forms and error codes write it.
 *
 * @example
 * fieldName('individual[dob][day]') // 'individual_dob_day'
 */
export function fieldName(param: string): string {
  return param.replaceAll(/[[\].]+/g, '_').replace(/_$/, '')
}
