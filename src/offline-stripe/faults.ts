/**
 * Faults on demand, with which tests imitate a bad network. They are kept in memory only, so a restart clears them.
 *
 * @module
 */
import { StripeError } from './errors.ts'

/** A fault for calls to the API. */
export interface ApiFault {
  /** The method and the path (as sent, or as in the specification) of the calls; any when left out. */
  method?: string
  path?: string
  /** How many calls; one by default. */
  times?: number
  /** Carries the call out before its answer is lost, as with a broken connection; by default the call is not carried out. */
  done?: boolean
  /**
   * Makes this answer the one to the call's idempotency key, too, as Stripe does once it has begun to carry a call out. Without it
   * the same call may succeed the next time, as when Stripe was not reached.
   */
  kept?: boolean
  /** The status of the answer; 500 by default, or 400 with an error. */
  status?: number
  /** The error that every matching call gets. */
  error?: { code?: string; param?: string; message?: string }
  /** Never answers. */
  hang?: boolean
  /** Seconds to wait before the call goes on as usual. */
  latency?: number
}

/** Faults for webhooks. */
export interface WebhookFaults {
  /** How many extra times each event is delivered. */
  duplicate: number
  /** Seconds to wait before an event is first sent. */
  delay: number
  /** Waits a random time of up to half a second before each event, so that events arrive in any order. */
  shuffle: boolean
  /** How many of the next events are never sent, or the types that are never sent. */
  drop: number | string[]
}

const NO_FAULTS: WebhookFaults = { duplicate: 0, delay: 0, shuffle: false, drop: 0 }
const SHUFFLE_MILLISECONDS = 500

export class Faults {
  #webhooks: WebhookFaults = NO_FAULTS
  #api: (ApiFault & { times: number })[] = []
  #accountCreationsPerSecond: number | undefined
  #accountCreations: number[] = []

  /** Adds an API fault to those that wait, and replaces the other faults that are named. */
  set(change: Partial<WebhookFaults> & { api?: ApiFault; account_creation_limit?: number }): void {
    const { api, account_creation_limit: limit, ...webhooks } = change
    this.#webhooks = { ...this.#webhooks, ...webhooks }
    if (api) this.#api.push({ ...api, times: api.times ?? 1 })
    if (limit !== undefined) this.#accountCreationsPerSecond = limit
  }

  clear(): void {
    this.#webhooks = NO_FAULTS
    this.#api = []
    this.#accountCreationsPerSecond = undefined
  }

  /** The fault for this call; taking it uses it once. */
  takeApiFault(method: string, path: string, routePath: string): ApiFault | undefined {
    const fault = this.#api.find(
      (each) =>
        (each.method === undefined || each.method === method) &&
        (each.path === undefined || each.path === path || each.path === routePath),
    )
    if (fault) fault.times -= 1
    if (fault?.times === 0) this.#api = this.#api.filter((each) => each !== fault)
    return fault
  }

  /** When to send an event, in milliseconds from now: once, several times or never. */
  planDelivery(type: string): number[] {
    const { duplicate, delay, shuffle, drop } = this.#webhooks
    if (Array.isArray(drop) ? drop.includes(type) : drop > 0) {
      if (typeof drop === 'number') this.#webhooks = { ...this.#webhooks, drop: drop - 1 }
      return []
    }
    return Array.from(
      { length: 1 + duplicate },
      () => delay * 1000 + (shuffle ? Math.floor(Math.random() * SHUFFLE_MILLISECONDS) : 0),
    )
  }

  /**
   * Imitates a quirk of Stripe, which refuses fast account creation with 400 and `rate_limit` instead of 429
   * (https://github.com/stripe/stripe-node/issues/2223). Off until a limit is set.
   */
  limitAccountCreation(): void {
    if (this.#accountCreationsPerSecond === undefined) return
    const now = Date.now()
    this.#accountCreations = this.#accountCreations.filter((time) => time > now - 1000)
    if (this.#accountCreations.length >= this.#accountCreationsPerSecond) {
      throw new StripeError(400, {
        type: 'invalid_request_error',
        code: 'rate_limit',
        message: 'You are creating accounts too quickly. Please try again in a few seconds.',
      })
    }
    this.#accountCreations.push(now)
  }
}
