/**
 * Hands what Stripe posts to the module as it came, byte for byte: its signature covers the bytes.
 *
 * @module
 */
import type { RequestHandler } from 'express'
import type { WebhookRoute } from '../../route.ts'
import { readBytes } from './read-body.ts'
import { contextOf } from './request-context.ts'

export function webhookHandler(route: WebhookRoute): RequestHandler {
  return async (request, response) => {
    const { services, requestId } = contextOf(response)
    const body = await readBytes(request, route.limit)
    const answer = await route.receive(services, {
      body,
      signature: request.get('stripe-signature'),
      requestId,
    })
    response.status(answer.status).json(answer.body)
  }
}
