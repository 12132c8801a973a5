/**
 * Sends events to webhook endpoints, at least once each, and again with growing pauses until the endpoint accepts them
 * (https://docs.stripe.com/webhooks#retries). Deliveries that are still to be made are kept in the store, by real time: an
 * endpoint that is down needs real seconds to come back, however fast the offline Stripe's clock moves.
 *
 * Each endpoint has its own queue, so that one that hangs keeps no other waiting. As at Stripe, events arrive in no
 * particular order.
 *
 * @module
 */
import type { Store } from '../resource-api.ts'
import { DELIVERY, type Delivery, EndpointQueue } from './endpoint-queue.ts'

/** The ids of the events with deliveries still to be made. */
export function eventsToDeliver(store: Store): Set<string> {
  return new Set(store.list<Delivery>(DELIVERY).map(({ object }) => object.event))
}

export class Deliveries {
  readonly #store: Store
  readonly #newId: (prefix: string) => string
  readonly #onError: (error: unknown) => void
  readonly #queues = new Map<string, EndpointQueue>()

  constructor(store: Store, newId: (prefix: string) => string, onError: (error: unknown) => void) {
    this.#store = store
    this.#newId = newId
    this.#onError = onError
  }

  /** Starts sending, first the deliveries left when the offline Stripe last stopped. */
  start(): void {
    const endpoints = this.#store.list<Delivery>(DELIVERY).map(({ object }) => object.endpoint)
    for (const endpoint of new Set(endpoints)) this.#queueOf(endpoint).wake()
  }

  async stop(): Promise<void> {
    await Promise.all(Array.from(this.#queues.values(), (queue) => queue.stop()))
  }

  /** Schedules an event for an endpoint, once for each pause (milliseconds from now). */
  plan(event: string, endpoint: string, pauses: number[]): void {
    const queue = this.#queueOf(endpoint)
    pauses.forEach((pause, index) => {
      const delivery: Delivery = { event, endpoint, attempts: 0, copy: index > 0 }
      queue.keep(this.#newId('dlv'), delivery, Date.now() + pause)
    })
    // The event's change is committed only after the current call stack ends.
    queue.wake()
  }

  #queueOf(endpoint: string): EndpointQueue {
    const known = this.#queues.get(endpoint)
    if (known) return known
    const queue = new EndpointQueue(this.#store, endpoint, {
      onError: this.#onError,
      onEmpty: () => this.#queues.delete(endpoint),
    })
    this.#queues.set(endpoint, queue)
    return queue
  }
}
