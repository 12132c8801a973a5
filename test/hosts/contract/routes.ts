/**
 * The API of the earlier module: each route with its parameters, its result and its error codes. The module keeps to it, but for
 * what is decided otherwise:
 *
 * - A mistake is answered with 400, 404 or 409 instead of 500, and an empty list with `[]` instead of nothing.
 * - Somebody else's object is answered as one that does not exist, so `invalid-account` is `invalid-<name of the id>`, with 404.
 * - Every route needs somebody signed in, the countries too.
 * - `tokenUpdate`, which nothing read, and the times of a country spec, which has no row here, are gone from the results.
 * - A `token` of Stripe.js belongs to `STRIPE_JS=3`. Otherwise it is an answer that nobody asks for, `invalid-token`.
 * - `all=false` asks for a page, and `limit` is at most 100.
 * - A Brazilian bank account has a `branch_code` in place of a `routing_number`: what was sent before, Stripe never took.
 * - The share of somebody who owns nothing need not be told.
 *
 * @module
 */
import type { Scene } from './scene.ts'

/** What a call sends. */
export interface Sent {
  query?: Record<string, string>
  body?: Record<string, unknown>
}

export type Make = (scene: Scene) => Sent | Promise<Sent>

export interface Refusal {
  /** What is wrong, where the code does not say it. */
  when?: string
  code: string
  /** 400 unless said. */
  status?: number
  sent: Make
  /** True where the host has to know its people. */
  ofPeople?: true
}

export interface ContractRoute {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Below `/api/`. */
  path: string
  /** The names in the querystring; those with an asterisk are required. */
  query: readonly string[]
  /** The names in the body. A route that takes the names of requirements lists none. */
  body?: readonly string[]
  returns: keyof typeof SHAPES | 'true' | 'integer' | `${keyof typeof SHAPES}[]`
  good: Make
  refusals?: readonly Refusal[]
}

const ROW = ['accountid', 'appid', 'createdAt', 'object', 'stripeid', 'stripeObject', 'updatedAt']

/** The keys of each object, and of Stripe's object within it. */
export const SHAPES = {
  stripeAccount: {
    keys: [...ROW, 'requiresDirectors', 'requiresExecutives', 'requiresOwners'],
    sometimes: ['submittedAt'],
    of: 'account',
  },
  person: { keys: [...ROW, 'personid'], sometimes: [], of: 'person' },
  payout: { keys: [...ROW, 'payoutid'], sometimes: [], of: 'payout' },
  countrySpec: { keys: ['countryid', 'object', 'stripeObject'], sometimes: [], of: 'country_spec' },
} as const

export const PAGING = ['offset', 'limit', 'all'] as const

/** Who a list is of. */
export const ofSeller: Make = (scene) => ({ query: { accountid: scene.accountid('seller') } })
export const ofNobody: Refusal = {
  ...{ when: 'of nobody', code: 'invalid-accountid', status: 404 },
  sent: () => ({ query: { accountid: 'nobody' } }),
}

/** Calls about one of the known objects, with a body where the route takes one. */
export const about =
  (name: 'individual' | 'company' | 'active', body?: Sent['body']): Make =>
  (scene) => ({ query: { stripeid: scene.known[name] }, ...(body && { body }) })
export const aboutPerson =
  (name: 'representative' | 'director', body?: Sent['body']): Make =>
  (scene) => ({ query: { personid: scene.known[name] }, ...(body && { body }) })
export const aboutPayout: Make = (scene) => ({ query: { payoutid: scene.known.payout } })
/** An account that the call may change. */
export const aboutNew =
  (body?: Sent['body'], country?: string, type?: string): Make =>
  async (scene) => ({ query: { stripeid: await scene.account(country, type) }, ...(body && { body }) })

/** An account that the call does not change, the same for all of its kind. */
export const aboutOne =
  (body?: Sent['body'], country?: string, type?: string): Make =>
  async (scene) => ({ query: { stripeid: await scene.one(country, type) }, ...(body && { body }) })

export const ofAnIndividual: Refusal = {
  ...{ when: 'of an individual', code: 'invalid-stripe-account' },
  sent: about('individual'),
}
