/**
 * Implements the interface of the resources: the store, the clock, the routes and the events.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { OfflineClock } from './clock.ts'
import { StripeError } from './errors.ts'
import { Faults } from './faults.ts'
import { Router } from './http/router.ts'
import { newId } from './ids.ts'
import type { ApiRouteOptions, ResourceApi, StripeErrorBody } from './resource-api.ts'
import { SqliteStore } from './store.ts'
import { typicalObjects } from './typical-objects.ts'
import { Deliveries } from './webhooks/deliveries.ts'
import { type Cause, recordEvent } from './webhooks/record-event.ts'

export class StripeApi implements ResourceApi {
  readonly store: SqliteStore
  readonly clock: OfflineClock
  readonly router = new Router()
  readonly faults = new Faults()
  readonly deliveries: Deliveries
  readonly newId = newId
  /** The call that is being carried out. Calls run without waiting, so there is never more than one. */
  cause: Cause | null = null

  constructor(file: string | undefined, onError: (error: unknown) => void) {
    const clock = { now: () => Math.floor(Date.now() / 1000) }
    this.store = new SqliteStore(file, typicalObjects({ newId, clock }))
    this.clock = new OfflineClock(this.store, newId, onError)
    this.deliveries = new Deliveries(this.store, newId, onError)
  }

  route(options: ApiRouteOptions): void {
    this.router.add(options)
  }

  emit(
    type: Stripe.Event['type'],
    object: unknown,
    options: { account?: string; previous?: Record<string, unknown> } = {},
  ): void {
    recordEvent(this, { type, object, ...options })
  }

  fail(status: number, error: StripeErrorBody): never {
    throw new StripeError(status, error)
  }

  /** @param now The clock's time in Unix seconds, to which a file that is already in use only moves forward. */
  start(now?: number): void {
    if (now !== undefined && this.clock.isNew()) this.clock.reset(now)
    else this.clock.start()
    if (now !== undefined) this.clock.moveTo(now)
    this.deliveries.start()
  }

  /** Deletes objects, jobs, deliveries and faults, and sets the clock to `time`, or to real time. */
  reset(time?: number): void {
    this.faults.clear()
    this.store.clear()
    this.clock.reset(time)
  }

  async stop(): Promise<void> {
    this.clock.stop()
    await this.deliveries.stop()
    this.store.close()
  }
}
