/**
 * Hands what Stripe posts to the module as it came, byte for byte: its signature covers the bytes.
 *
 * @module
 */
import type { RequestHandler } from 'express'
import type { HostHooks } from './host-hooks.ts'
import { holdFor, readBytes, withinLimit } from './read-body.ts'
import { contextOf } from './request-context.ts'
import type { WebhookRoute } from './route.ts'

export function webhookHandler(route: WebhookRoute, hooks: HostHooks): RequestHandler {
  return async (request, response) => {
    const { services, requestId, ip } = contextOf(response)
    const signature = request.get('stripe-signature')
    const holds = holdFor(undefined, ip)
    const received = hooks.received?.(request)
    const read = () =>
      received
        ? withinLimit(received.bytes ?? Buffer.alloc(0), route.limit)
        : readBytes(request, route.limit, holds.text)
    try {
      // Without a signature nothing is made of it.
      const body = signature ? await read() : Buffer.alloc(0)
      const answer = await route.receive(services, { body, signature, requestId })
      response.status(answer.status).json(answer.body)
    } finally {
      holds.release()
      received?.hold?.release()
    }
  }
}
