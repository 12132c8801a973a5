/**
 * The error codes every API route can give, besides those it declares.
 *
 * @module
 */
import type { ApiRoute } from './route.ts'

/** Each code with its status. */
export const COMMON_ERRORS = {
  'sign-in-required': 401,
  'invalid-application-server': 401,
  'administrator-required': 403,
  'cross-site-request': 403,
  'method-not-allowed': 405,
  'invalid-query': 400,
  'invalid-body': 400,
  'unexpected-file': 400,
  'request-timeout': 408,
  'request-too-large': 413,
  'file-too-large': 413,
  'value-too-long': 413,
  'unsupported-content-type': 415,
  'stripe-refused': 400,
  'card-declined': 402,
  'already-submitted': 409,
  'uploads-busy': 503,
  'too-busy': 503,
  unavailable: 503,
  'stripe-unavailable': 503,
  'stripe-not-understood': 502,
  'storage-unavailable': 503,
  'internal-error': 500,
} as const

type CommonError = keyof typeof COMMON_ERRORS

const OF_BODIES: readonly CommonError[] = [
  ...(['invalid-body', 'unexpected-file', 'request-timeout', 'request-too-large', 'file-too-large'] as const),
  ...(['value-too-long', 'unsupported-content-type', 'uploads-busy'] as const),
]

const OF_WRITES: readonly CommonError[] = ['cross-site-request', 'card-declined', 'already-submitted']

/** Those of the common errors that this route can give. Its path may give `method-not-allowed`, but the route itself does not. */
export function commonErrorsOf({ audience, method, body }: ApiRoute): [code: string, status: number][] {
  const not = new Set<string>([
    'method-not-allowed',
    ...(audience === 'guest' ? ['sign-in-required'] : []),
    ...(audience === 'administrator' ? [] : ['administrator-required']),
    ...(method === 'GET' ? OF_WRITES : []),
    ...(body ? [] : OF_BODIES),
  ])
  return Object.entries(COMMON_ERRORS).filter(([code]) => !not.has(code))
}
