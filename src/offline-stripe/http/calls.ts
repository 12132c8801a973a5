/**
 * One call to the API, from its headers to its answer: key, account, idempotency, faults, the route itself.
 *
 * @module
 */
import { InvalidParameter, invalidParameter, StripeError } from '../errors.ts'
import { expand } from '../expand.ts'
import type { ApiFault } from '../faults.ts'
import { type IdempotencyKeys, type KeyUse, keyUse, type SavedAnswer } from '../idempotency.ts'
import { parameters } from '../parameters.ts'
import type { ApiRequest, ApiRouteOptions } from '../resource-api.ts'
import type { StripeApi } from '../stripe-api.ts'
import type { Match } from './router.ts'

/** A call with its route and its decoded request. */
export interface Call {
  id: string
  method: string
  path: string
  match: Match
  request: ApiRequest
  idempotencyKey: string | undefined
  /** False for the offline Stripe's own routes, which no event names as its cause. */
  isApi: boolean
}

/** The answer to a call; `hang` is an answer that never comes. */
export type Answer = { status: number; body: unknown; replayOf?: string } | 'hang'

/** Answers a call, and turns Stripe's errors into answers. */
export async function answerCall(api: StripeApi, keys: IdempotencyKeys, call: Call): Promise<Answer> {
  try {
    return await answerOnce(api, keys, call)
  } catch (error) {
    if (error instanceof StripeError) return { status: error.status, body: { error: error.body } }
    throw error
  }
}

/** Returns the saved answer when the idempotency key was used before. */
async function answerOnce(api: StripeApi, keys: IdempotencyKeys, call: Call): Promise<Answer> {
  const use = keyUse(call.idempotencyKey, call.method, call.path, call.request)
  const saved = use && keys.claim(use)
  if (saved) return { status: saved.status, body: saved.body, replayOf: saved.request }
  try {
    const fault = call.isApi
      ? api.faults.takeApiFault(call.method, call.path, call.match.route.path)
      : undefined
    if (fault?.latency) await new Promise((resolve) => setTimeout(resolve, (fault.latency ?? 0) * 1000))
    if (call.method === 'POST' && call.path === '/v1/accounts') api.faults.limitAccountCreation()
    const lost = fault && lostAnswer(fault)
    if (lost && !fault.done) {
      if (use && fault.kept && lost !== 'hang') keys.save(use, { ...lost, request: call.id })
      return lost
    }
    const answer = carryOut(api, keys, use, call)
    return lost ?? answer
  } finally {
    if (use) keys.release(use)
  }
}

/** The answer that a fault gives instead; undefined when the fault only takes time. */
function lostAnswer({ hang, status, error: given, latency }: ApiFault): Answer | undefined {
  if (hang) return 'hang'
  if (status === undefined && given === undefined && latency) return undefined
  const error = given
    ? new StripeError(status ?? 400, { ...REFUSED, ...given })
    : new StripeError(status ?? 500, status === 429 ? RATE_LIMITED : UNKNOWN)
  return { status: error.status, body: { error: error.body } }
}

const UNKNOWN = { type: 'api_error', message: 'An unknown error occurred.' } as const
const REFUSED = { type: 'invalid_request_error', message: 'The request was refused.' } as const
const RATE_LIMITED = {
  type: 'invalid_request_error',
  code: 'rate_limit',
  message: 'Request rate limit exceeded.',
} as const

const NOTHING = parameters({})

/** Reading or deleting one object takes no parameter but `expand`. */
function takesNothing({ method, path }: ApiRouteOptions): boolean {
  return method !== 'POST' && (path.endsWith('}') || SINGLE.includes(path))
}
const SINGLE = ['/v1/account', '/v1/balance', '/v1/balance_settings']

/** Refuses what no route of a kind takes. */
function checkInput(route: ApiRouteOptions, input: ApiRequest['input']): void {
  if (takesNothing(route)) NOTHING(input)
  const { include } = input
  if (route.method !== 'GET' || !Array.isArray(include) || !include.includes('total_count')) return
  // https://docs.stripe.com/changelog/basil/2025-03-31/deprecate-total-count-expansion
  throw invalidParameter('Lists no longer include total_count. Use has_more instead.', {
    code: 'property_forbidden',
    param: 'include',
  })
}

/**
 * Saves a call's changes, their events and the answer for its idempotency key in one transaction, so that a crash leaves all of
 * them or none.
 */
function carryOut(api: StripeApi, keys: IdempotencyKeys, use: KeyUse | undefined, call: Call): SavedAnswer {
  const { match, request, id } = call
  api.cause = call.isApi ? { id, idempotency_key: call.idempotencyKey ?? null } : null
  try {
    return api.store.transaction(() => {
      const { expand: asked, ...input } = request.input
      if (call.isApi) checkInput(match.route, input)
      const body = match.route.handle({ ...request, input, params: match.params })
      const answer = { status: 200, body: expand(api.store, body, asked), request: id }
      if (use) keys.save(use, answer)
      return answer
    })
  } catch (error) {
    if (!(error instanceof StripeError)) throw error
    const answer = { status: error.status, body: { error: error.body }, request: id }
    if (use && !(error instanceof InvalidParameter)) keys.save(use, answer)
    return answer
  } finally {
    api.cause = null
  }
}
