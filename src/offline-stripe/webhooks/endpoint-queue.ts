/**
 * The deliveries to one webhook endpoint.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { Store, Stored } from '../resource-api.ts'
import type { EndpointSecret } from './endpoints.ts'
import { signatureHeader } from './signature.ts'

export interface Delivery {
  event: string
  endpoint: string
  attempts: number
  /** An extra copy, which does not count for `pending_webhooks`. */
  copy: boolean
}

/** The kind of stored deliveries. Each belongs to its endpoint, as other objects belong to an account. */
export const DELIVERY = '_delivery'

const SECOND = 1000
const MINUTE = 60 * SECOND
/** The pauses before each further attempt. After the last attempt the event counts as never delivered. */
const PAUSES = [SECOND, 5 * SECOND, 30 * SECOND, 5 * MINUTE, 30 * MINUTE, 120 * MINUTE, 300 * MINUTE]
const TIMEOUT = 10 * SECOND
const AT_ONCE = 16
const LONGEST_SLEEP = MINUTE

export class EndpointQueue {
  readonly #store: Store
  readonly #endpoint: string
  readonly #on: { onError: (error: unknown) => void; onEmpty: () => void }
  readonly #underWay = new Map<string, Promise<void>>()
  readonly #stopped = new AbortController()
  #timer: NodeJS.Timeout | undefined

  /** `onEmpty` is called when nothing is left to send. */
  constructor(
    store: Store,
    endpoint: string,
    on: { onError: (error: unknown) => void; onEmpty: () => void },
  ) {
    this.#store = store
    this.#endpoint = endpoint
    this.#on = on
  }

  /** Stores a delivery that is due at a time in milliseconds. */
  keep(id: string, object: Delivery, due: number): void {
    this.#store.put(DELIVERY, { id, account: this.#endpoint, created: due, object, secret: {} })
  }

  /** Looks for due deliveries, once the current call stack has ended. */
  wake(): void {
    this.#sleep(0)
  }

  async stop(): Promise<void> {
    this.#stopped.abort()
    clearTimeout(this.#timer)
    await Promise.all(this.#underWay.values())
  }

  #sleep(milliseconds: number): void {
    if (this.#stopped.signal.aborted) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#sendDue(), Math.min(milliseconds, LONGEST_SLEEP))
    this.#timer.unref()
  }

  #sendDue(): void {
    for (const row of this.#store.scan<Delivery>(DELIVERY, { account: this.#endpoint, oldestFirst: true })) {
      if (this.#underWay.size >= AT_ONCE) return
      if (this.#underWay.has(row.id)) continue
      const wait = row.created - Date.now()
      if (wait > 0) {
        this.#sleep(wait)
        return
      }
      this.#underWay.set(row.id, this.#send(row))
    }
    if (this.#underWay.size === 0) this.#on.onEmpty()
  }

  async #send(row: Stored<Delivery>): Promise<void> {
    try {
      const taken = await this.#attempt(row.object)
      if (!this.#stopped.signal.aborted) this.#settle(row, taken)
    } catch (error) {
      this.#on.onError(error)
    } finally {
      this.#underWay.delete(row.id)
      this.wake()
    }
  }

  /** True when the endpoint accepted the event, or is disabled or gone. A redirect is a failure. */
  async #attempt({ event: eventId }: Delivery): Promise<boolean> {
    const event = this.#store.get<Stripe.Event>('event', eventId)
    const endpoint = this.#store.get<Stripe.WebhookEndpoint>('webhook_endpoint', this.#endpoint)
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
        this.keep(row.id, { ...row.object, attempts: attempts + 1 }, Date.now() + pause)
        return
      }
      this.#store.delete(DELIVERY, row.id)
      const event = this.#store.get<Stripe.Event>('event', eventId)
      if (!taken || copy || !event) return
      event.object.pending_webhooks -= 1
      this.#store.put('event', event)
    })
  }
}
