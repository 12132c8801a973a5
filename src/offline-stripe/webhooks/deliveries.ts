/**
 * Sends events to webhook endpoints, at least once each, and again with growing pauses until the endpoint accepts them
 * (https://docs.stripe.com/webhooks#retries). Deliveries that are still to be made are kept in the store, by real time: an
 * endpoint that is down needs real seconds to come back, however fast the offline Stripe's clock moves.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { Store, Stored } from '../resource-api.ts'
import type { EndpointSecret } from './endpoints.ts'
import { signatureHeader } from './signature.ts'

interface Delivery {
  event: string
  endpoint: string
  attempts: number
  /** An extra copy, which does not count for `pending_webhooks`. */
  copy: boolean
}

const KIND = '_delivery'
const SECOND = 1000
const MINUTE = 60 * SECOND
/** The pauses before each further attempt. After the last attempt the event counts as never delivered. */
const PAUSES = [SECOND, 5 * SECOND, 30 * SECOND, 5 * MINUTE, 30 * MINUTE, 120 * MINUTE, 300 * MINUTE]
const TIMEOUT = 10 * SECOND
const AT_ONCE = 16
const LONGEST_SLEEP = MINUTE

/** The ids of the events with deliveries still to be made. */
export function eventsToDeliver(store: Store): Set<string> {
  return new Set(store.list<Delivery>(KIND).map(({ object }) => object.event))
}

export class Deliveries {
  readonly #store: Store
  readonly #newId: (prefix: string) => string
  readonly #onError: (error: unknown) => void
  readonly #underWay = new Map<string, Promise<void>>()
  readonly #stopped = new AbortController()
  #wake: NodeJS.Timeout | undefined

  constructor(store: Store, newId: (prefix: string) => string, onError: (error: unknown) => void) {
    this.#store = store
    this.#newId = newId
    this.#onError = onError
  }

  /** Starts sending, first the deliveries left when the offline Stripe last stopped. */
  start(): void {
    this.#sleep(0)
  }

  async stop(): Promise<void> {
    this.#stopped.abort()
    clearTimeout(this.#wake)
    await Promise.all(this.#underWay.values())
  }

  /** Schedules an event for an endpoint, once for each pause (milliseconds from now). */
  plan(event: string, endpoint: string, pauses: number[]): void {
    pauses.forEach((pause, index) => {
      const delivery: Delivery = { event, endpoint, attempts: 0, copy: index > 0 }
      this.#keep(this.#newId('dlv'), delivery, Date.now() + pause)
    })
    // The event's change is committed only after the current call stack ends.
    if (pauses.length > 0) this.#sleep(0)
  }

  #keep(id: string, object: Delivery, due: number): void {
    this.#store.put(KIND, { id, account: undefined, created: due, object, secret: {} })
  }

  #sleep(milliseconds: number): void {
    if (this.#stopped.signal.aborted) return
    clearTimeout(this.#wake)
    this.#wake = setTimeout(() => this.#sendDue(), Math.min(milliseconds, LONGEST_SLEEP))
    this.#wake.unref()
  }

  #sendDue(): void {
    for (const row of this.#store.scan<Delivery>(KIND, { oldestFirst: true })) {
      if (this.#underWay.size >= AT_ONCE) return
      if (this.#underWay.has(row.id)) continue
      const wait = row.created - Date.now()
      if (wait > 0) {
        this.#sleep(wait)
        return
      }
      this.#underWay.set(row.id, this.#send(row))
    }
  }

  async #send(row: Stored<Delivery>): Promise<void> {
    try {
      const taken = await this.#attempt(row.object)
      if (!this.#stopped.signal.aborted) this.#settle(row, taken)
    } catch (error) {
      this.#onError(error)
    } finally {
      this.#underWay.delete(row.id)
      this.#sleep(0)
    }
  }

  /** True when the endpoint accepted the event, or is disabled or gone. A redirect is a failure. */
  async #attempt({ event: eventId, endpoint: endpointId }: Delivery): Promise<boolean> {
    const event = this.#store.get<Stripe.Event>('event', eventId)
    const endpoint = this.#store.get<Stripe.WebhookEndpoint>('webhook_endpoint', endpointId)
    if (!event || endpoint?.object.status !== 'enabled') return true

    const { api_version } = endpoint.object
    const body = JSON.stringify({ ...event.object, ...(api_version && { api_version }) }, null, 2)
    const { secret } = endpoint.secret as unknown as EndpointSecret
    try {
      const response = await fetch(endpoint.object.url, {
        method: 'POST',
        redirect: 'manual',
        headers: {
          'Content-Type': 'application/json; charset=utf-8',
          'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
          'Stripe-Signature': signatureHeader(body, secret, Math.floor(Date.now() / SECOND)),
        },
        body,
        signal: AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(TIMEOUT)]),
      })
      await response.arrayBuffer()
      return response.ok
    } catch {
      return false
    }
  }

  #settle(row: Stored<Delivery>, taken: boolean): void {
    const { event: eventId, attempts, copy } = row.object
    this.#store.transaction(() => {
      const pause = PAUSES[attempts]
      if (!taken && pause !== undefined) {
        this.#keep(row.id, { ...row.object, attempts: attempts + 1 }, Date.now() + pause)
        return
      }
      this.#store.delete(KIND, row.id)
      const event = this.#store.get<Stripe.Event>('event', eventId)
      if (!taken || copy || !event) return
      event.object.pending_webhooks -= 1
      this.#store.put('event', event)
    })
  }
}
