/**
 * The interface that every resource of the offline Stripe uses: a table of objects, the clock, events and routes. A resource
 * file declares routes and knows nothing about HTTP, signatures or delivery.
 *
 * @module
 */
import type { Stripe } from 'stripe'

/** An object as the offline Stripe keeps it: the part that the API shows, and the part that Stripe never shows again. */
export interface Stored<T = unknown> {
  /** The object's id in the API, unique within its kind. */
  id: string
  /** The connected account that the object belongs to; undefined for the platform's own. */
  account: string | undefined
  /** Unix seconds. */
  created: number
  /** The object as the API returns it (without expansions). */
  object: T
  /** Numbers and facts that the API accepts and never returns: id numbers, whole bank numbers, document names. */
  secret: Record<string, unknown>
}

export interface ScanOptions {
  account?: string | null
  /** The id of the object beyond which the scan begins. */
  beyond?: string
  /** The first and the last time of creation that is wanted, in Unix seconds. */
  from?: number
  to?: number
  oldestFirst?: boolean
}

/** Every object of the offline Stripe by kind ("account", "person", "payout", ...). Writes are durable when they return. */
export interface Store {
  get<T>(kind: string, id: string): Stored<T> | undefined
  put<T>(kind: string, row: Stored<T>): void
  delete(kind: string, id: string): void
  /** Newest first. `account: null` selects the platform's own, a string one account's, undefined all. */
  list<T>(kind: string, filter?: { account?: string | null }): Stored<T>[]
  /** Like `list`, for kinds with many objects: reads rows only as needed, beyond one object's place, in either direction. */
  scan<T>(kind: string, options?: ScanOptions): Iterable<Stored<T>>
  /** An object of any kind, for `expand`. */
  find<T>(id: string): Stored<T> | undefined
  /** Runs the function in one transaction: all of its changes are kept or none. */
  transaction<R>(work: () => R): R
}

/** The offline Stripe's own time, which tests and the demo can move. */
export interface Clock {
  /** Unix seconds. */
  now(): number
  /** Schedules a job, which also runs after a restart. `name` selects the function given to `on`; `payload` is kept as JSON. */
  schedule(at: number, name: string, payload: unknown): void
  on(name: string, run: (payload: never) => void): void
  /**
   * Runs a job every midnight (UTC). When the clock moves far, midnights are left out once nothing has happened for a month:
   * within a month, a job must do all that it can.
   */
  daily(name: string, run: () => void): void
}

/** A decoded request that has reached a route. */
export interface ApiRequest {
  params: Record<string, string>
  /** Query and form body as one tree of strings, arrays and objects, as Stripe decodes `a[b][c]=1`. */
  input: Record<string, unknown>
  /** The uploaded file of a multipart request. */
  file: { name: string; type: string; bytes: Buffer } | undefined
  /** The connected account that the call is for, from `Stripe-Account`. */
  account: string | undefined
  ip: string
  /** What addresses of the offline Stripe begin with for people whom this caller sends there, without a slash at the end. */
  base: string
}

export interface ApiRouteOptions {
  method: 'GET' | 'POST' | 'DELETE'
  /** As in Stripe's specification: `/v1/accounts/{account}/persons/{person}`. */
  path: string
  handle(request: ApiRequest): unknown
}

/** The body of Stripe's errors. */
export interface StripeErrorBody {
  type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error'
  message: string
  code?: string
  /** Why a bank declined a card. */
  decline_code?: string
  /** Stripe's page about the code. */
  doc_url?: string
  param?: string
}

/** What makes a new object: ids and the time. */
export interface Maker {
  newId(prefix: string): string
  clock: Pick<Clock, 'now'>
}

/** The parts of the offline Stripe that a resource uses. */
export interface ResourceApi {
  store: Store
  clock: Clock
  /** A new id with Stripe's prefix and alphabet, e.g. `acct_1Q2w3e4r5t6y7u8i` for `acct`. */
  newId(prefix: string): string
  /** `handle` runs in one transaction and must return at once; an error that it throws undoes all of its changes. */
  route(options: ApiRouteOptions): void
  /**
   * Records a change: stores an Event and delivers it to every matching webhook endpoint. `previous` holds the old values of
   * the changed attributes, for `data.previous_attributes`.
   */
  emit(
    type: Stripe.Event['type'],
    object: unknown,
    options?: { account?: string; previous?: Record<string, unknown> },
  ): void
  /** Throws so that the caller receives Stripe's error body with this HTTP status. */
  fail(status: number, error: StripeErrorBody): never
}
