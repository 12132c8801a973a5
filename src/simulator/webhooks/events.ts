/**
 * Reading events (https://docs.stripe.com/api/events).
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { invalidParameter } from '../errors.ts'
import { findOwn } from '../find-own.ts'
import type { Kernel } from '../kernel.ts'
import { inRange, listStored, PAGE, timeRange } from '../lists.ts'
import { boolean, list, parameters, string } from '../parameters.ts'

const LIST = parameters({
  ...PAGE,
  created: timeRange(),
  delivery_success: boolean(),
  type: string(),
  types: list(string()),
})

export function events(kernel: Kernel): void {
  kernel.route({
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
        kernel.store,
        {
          kind: 'event',
          noun: 'event',
          account: request.account ?? null,
          url: '/v1/events',
          where: ({ object: event }) =>
            inRange(event.created, created) &&
            (delivery_success === undefined || delivery_success === (event.pending_webhooks === 0)) &&
            (wanted === undefined || wanted.some((each) => matches(each, event.type))),
        },
        cursor,
      )
    },
  })

  kernel.route({
    method: 'GET',
    path: '/v1/events/{id}',
    handle({ params: { id }, account }) {
      const what = { kind: 'event', noun: 'event', param: 'id' }
      return findOwn<Stripe.Event>(kernel.store, what, id, account).object
    },
  })
}

/** `*` stands for any rest: `payout.*`. */
function matches(wanted: string, type: string): boolean {
  return wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted
}
