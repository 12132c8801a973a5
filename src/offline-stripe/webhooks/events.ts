/**
 * Reading events. Stripe shows the last thirty days (https://docs.stripe.com/api/events).
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { invalidParameter, resourceMissing } from '../errors.ts'
import { findOwn } from '../find-own.ts'
import { listStored, PAGE, timeRange } from '../lists.ts'
import { boolean, list, parameters, string } from '../parameters.ts'
import type { ResourceApi } from '../resource-api.ts'
import { eventsToDeliver } from './deliveries.ts'

const LIST = parameters({
  ...PAGE,
  created: timeRange(),
  delivery_success: boolean(),
  type: string(),
  types: list(string()),
})

const KIND = 'event'
/** Seconds for which an event is shown (https://docs.stripe.com/api/events/list). */
const SHOWN_FOR = 30 * 24 * 60 * 60

export function events(api: ResourceApi): void {
  const { store, clock } = api
  const isOver = (created: number) => created + SHOWN_FOR <= clock.now()

  clock.daily('events.forget', () => {
    const underWay = eventsToDeliver(store)
    for (const { id, created } of store.scan(KIND, { oldestFirst: true })) {
      if (!isOver(created)) break
      if (!underWay.has(id)) store.delete(KIND, id)
    }
  })

  api.route({
    method: 'GET',
    path: '/v1/events',
    handle(request) {
      const { created, delivery_success, type, types, ...cursor } = LIST(request.input)
      if (type !== undefined && types !== undefined) {
        throw invalidParameter('You may only specify one of these parameters: type, types.', {
          code: 'parameters_exclusive',
        })
      }
      const wanted = types ?? (type === undefined ? undefined : [type])
      return listStored<Stripe.Event>(
        store,
        {
          kind: KIND,
          noun: 'event',
          account: request.account ?? null,
          url: '/v1/events',
          created,
          where: ({ object: event }) =>
            !isOver(event.created) &&
            (delivery_success === undefined || delivery_success === (event.pending_webhooks === 0)) &&
            (wanted === undefined || wanted.some((each) => matches(each, event.type))),
        },
        cursor,
      )
    },
  })

  api.route({
    method: 'GET',
    path: '/v1/events/{id}',
    handle({ params: { id }, account }) {
      const what = { kind: KIND, noun: 'event', param: 'id' }
      const { object: event } = findOwn<Stripe.Event>(store, what, id, account)
      if (isOver(event.created)) throw resourceMissing('event', event.id, 'id')
      return event
    },
  })
}

/** `*` matches any rest: `payout.*`. */
function matches(wanted: string, type: string): boolean {
  return wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted
}
