/**
 * Hands Stripe's webhooks to the module byte for byte, since the signature covers the bytes. They are answered before any sign-in
 * check. A webhook that fails here goes on to the routes, which report the error.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RequestHandler } from 'express'
import type { Services } from '../context/context.ts'
import { startForRequest } from '../storage/waiting.ts'
import { holdForWebhook } from './body-rules.ts'
import type { HostHooks, ReceivedBody } from './host-hooks.ts'
import { readBytes, withinLimit } from './read-body.ts'
import type { WebhookRoute } from './route.ts'

/**
 * Whether a header could be Stripe's signature: it has a time and a SHA-256. Otherwise nobody needs the body.
 *
 * @see https://docs.stripe.com/webhooks#verify-manually
 */
export function mayBeSigned({ headers }: IncomingMessage): boolean {
  const parts = String(headers['stripe-signature'] ?? '').split(',', MOST_PARTS)
  const has = (form: RegExp) => parts.some((part) => form.test(part.trim()))
  return has(/^t=\d{1,15}$/) && has(/^v1=[\da-f]{64}$/i)
}

/** Stripe sends a signature for each secret while one is being rolled. */
const MOST_PARTS = 20

/** Why a webhook failed before the routes. */
const failures = new WeakMap<IncomingMessage, unknown>()

interface WebhookExchange {
  request: IncomingMessage
  response: ServerResponse
  requestId: string
  /** The sender's address, whose bytes are counted. */
  ip: string
  /** @returns undefined when the body is not read yet */
  received?(): ReceivedBody | undefined
  /** More response headers: names and values in turn. */
  headers?: readonly string[]
}

/**
 * @returns false when it failed; `webhookHandler` then throws the error among the routes
 * @example
 * if (!(await answerWebhook(route, services, { request, response, requestId, ip }))) next()
 */
export async function answerWebhook(
  route: WebhookRoute,
  services: Services,
  { request, response, requestId, ip, received, headers = [] }: WebhookExchange,
): Promise<boolean> {
  if (failures.has(request)) return false
  const hold = holdForWebhook(ip)
  let given: ReceivedBody | undefined
  try {
    given = received?.()
    const signature = request.headers['stripe-signature']?.toString()
    const read = () =>
      given ? withinLimit(given.bytes ?? Buffer.alloc(0), route.limit) : readBytes(request, route.limit, hold)
    const body = mayBeSigned(request) ? await read() : Buffer.alloc(0)
    const answer = await startForRequest(request, () =>
      route.receive(services, { body, signature, requestId }),
    )
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
    hold.release()
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

/** Throws, among the routes, the error of a webhook that failed before them. */
export const webhookHandler: RequestHandler = (request) => {
  throw failures.get(request)
}
