/**
 * The error codes every API route can give, besides those it declares.
 *
 * @module
 */

/** Each code with its status. */
export const COMMON_ERRORS = {
  'sign-in-required': 401,
  'invalid-application-server': 401,
  'administrator-required': 403,
  'cross-site-request': 403,
  'method-not-allowed': 405,
  'invalid-body': 400,
  'unexpected-file': 400,
  'request-timeout': 408,
  'request-too-large': 413,
  'file-too-large': 413,
  'value-too-long': 413,
  'unsupported-content-type': 415,
  'stripe-refused': 400,
  'uploads-busy': 503,
  'too-busy': 503,
  'stripe-unavailable': 503,
  'storage-unavailable': 503,
  'internal-error': 500,
} as const
