/**
 * What goes wrong on demand, so that tests can be as cruel as the network is. Kept in memory only: a restart is well again.
 *
 * @module
 */
import { StripeError } from './errors.ts'

/** Calls to the API that shall go wrong. */
export interface ApiFault {
  /** Only calls of this method, and only of this path (as sent, or as the specification writes it). */
  method?: string
  path?: string
  /** How many calls, one unless said otherwise. */
  times?: number
  /** Carries the call out first and loses its answer, as a broken connection does; otherwise nothing happens. */
  done?: boolean
  /** The status that is answered, 500 unless said otherwise. */
  status?: number
  /** Never answers. */
  hang?: boolean
  /** Seconds that pass before the call is carried out, after which it goes on as usual. */
  latency?: number
}

/** Webhooks that shall go wrong. */
export interface WebhookFaults {
  /** How many further times each event is delivered. */
  duplicate: number
  /** Seconds that pass before an event is first sent. */
  delay: number
  /** Waits a random while of up to half a second before each event, so that they arrive in any order. */
  shuffle: boolean
  /** How many of the next events are never sent, or which types never are. */
  drop: number | string[]
}

const NO_FAULTS: WebhookFaults = { duplicate: 0, delay: 0, shuffle: false, drop: 0 }
const SHUFFLE_MILLISECONDS = 500

export class Faults {
  #webhooks: WebhookFaults = NO_FAULTS
  #api: (ApiFault & { times: number })[] = []
  #accountCreationsPerSecond: number | undefined
  #accountCreations: number[] = []

  /** Adds an API fault to those that wait, and replaces what is named of the others. */
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

  /** The fault that this call meets, which is used up by one. */
  takeApiFault(method: string, path: string, routePath: string): ApiFault | undefined {
    const fault = this.#api.find(
      (each) =>
        each.times > 0 &&
        (each.method === undefined || each.method === method) &&
        (each.path === undefined || each.path === path || each.path === routePath),
    )
    if (fault) fault.times -= 1
    return fault
  }

  /** When an event is to be sent, in milliseconds from now: once, more than once or never. */
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
   * Stripe's quirk of refusing quick account creation with 400 and `rate_limit` instead of 429
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
