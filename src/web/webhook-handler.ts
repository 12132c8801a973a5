/**
 * Hands what Stripe posts to the module as it came, byte for byte: its signature covers the bytes.
 *
 * @module
 */
import type { Request, RequestHandler } from 'express'
import type { HostHooks } from './host-hooks.ts'
import { readBytes, withinLimit } from './read-body.ts'
import { contextOf } from './request-context.ts'
import type { WebhookRoute } from './route.ts'

export function webhookHandler(route: WebhookRoute, hooks: HostHooks): RequestHandler {
  return async (request, response) => {
    const { services, requestId } = contextOf(response)
    const body = await bodyOf(request, route.limit, hooks)
    const answer = await route.receive(services, {
      body,
      signature: request.get('stripe-signature'),
      requestId,
    })
    response.status(answer.status).json(answer.body)
  }
}

async function bodyOf(request: Request, limit: number, hooks: HostHooks): Promise<Buffer> {
  const received = hooks.received?.(request)
  return received ? withinLimit(received.bytes ?? Buffer.alloc(0), limit) : readBytes(request, limit)
}
