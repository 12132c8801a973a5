/**
 * Hands what Stripe posts to the module as it came, byte for byte: its signature covers the bytes. It is answered ahead of
 * everything that finds out who asks. What cannot be answered so goes on to the routes, which say what is wrong.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RequestHandler } from 'express'
import type { Services } from '../context/context.ts'
import { forRequest } from '../storage/waiting.ts'
import { holdFor } from './body-rules.ts'
import type { HostHooks, ReceivedBody } from './host-hooks.ts'
import { readBytes, withinLimit } from './read-body.ts'
import type { WebhookRoute } from './route.ts'

/** Why an answer ahead of the routes failed. */
const failures = new WeakMap<IncomingMessage, unknown>()

interface WebhookExchange {
  request: IncomingMessage
  response: ServerResponse
  requestId: string
  /** Whose bytes are counted. */
  ip: string
  /** @returns undefined while the body is still to be read */
  received?(): ReceivedBody | undefined
  /** Names and values by turns, besides those that the response has. */
  headers?: readonly string[]
}

/**
 * @returns false when it is for the routes to say what went wrong: `webhookHandler` throws it there
 * @example
 * if (!(await answerWebhook(route, services, { request, response, requestId, ip }))) next()
 */
export async function answerWebhook(
  route: WebhookRoute,
  services: Services,
  { request, response, requestId, ip, received, headers = [] }: WebhookExchange,
): Promise<boolean> {
  if (failures.has(request)) return false
  const { text: hold, release } = holdFor(undefined, ip)
  let given: ReceivedBody | undefined
  try {
    given = received?.()
    const signature = request.headers['stripe-signature']?.toString()
    const read = () =>
      given ? withinLimit(given.bytes ?? Buffer.alloc(0), route.limit) : readBytes(request, route.limit, hold)
    // Without a signature nothing is made of it.
    const body = signature ? await read() : Buffer.alloc(0)
    const answer = await forRequest(request, () => route.receive(services, { body, signature, requestId }))
    const text = JSON.stringify(answer.body)
    response
      .writeHead(answer.status, [
        ...headers,
        'content-type',
        'application/json; charset=utf-8',
        'content-length',
        String(Buffer.byteLength(text)),
      ])
      .end(text)
    return true
  } catch (error) {
    failures.set(request, error)
    return false
  } finally {
    release()
    given?.hold?.release()
  }
}

/** Comes before every other handler. */
export function webhookAhead(route: WebhookRoute, services: Services, hooks: HostHooks): RequestHandler {
  return async (request, response, next) => {
    const answered = await answerWebhook(route, services, {
      request,
      response,
      requestId: hooks.requestId(request),
      ip: hooks.ip(request),
      received: () => hooks.received?.(request),
    })
    if (!answered) next()
  }
}

/** Throws, among the routes, what has failed ahead of them. */
export const webhookHandler: RequestHandler = (request) => {
  throw failures.get(request)
}
