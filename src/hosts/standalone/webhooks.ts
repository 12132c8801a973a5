/**
 * Answers Stripe's webhooks before Express and sign-in: many events come at once, and none depends on who is signed in.
 *
 * @module
 */
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { Request, Response } from 'express'
import type { Services } from '../../context/context.ts'
import type { Route } from '../../web/route.ts'
import { securityHeaders } from '../../web/security-headers.ts'
import { limitRest } from '../../web/watch-body.ts'
import { answerWebhook } from '../../web/webhook-handler.ts'
import type { StandaloneRequest, StandaloneResponse } from './standalone-request.ts'

/** @returns false when Express must answer, to report the error */
type AnswerWebhook = (request: StandaloneRequest, response: StandaloneResponse) => Promise<boolean>

/** The functions that answer a POST, by path. */
export type Webhooks = ReadonlyMap<string, AnswerWebhook>

export function webhooksOf(routes: readonly Route[], services: Services): Webhooks {
  const headers = headersOf(services.config.url)
  return new Map(
    routes
      .filter((route) => route.kind === 'webhook')
      .map((route) => [
        route.path,
        (request, response) => {
          limitRest(request, response)
          const { requestId, ip } = request
          return answerWebhook(route, services, {
            request,
            response,
            requestId,
            ip,
            headers: [...headers, 'x-request-id', requestId],
          })
        },
      ]),
  )
}

/** The headers of every answer of this host, made once. */
function headersOf(url: string): string[] {
  const request = new IncomingMessage(new Socket())
  const response = new ServerResponse(request)
  securityHeaders(url)(request as Request, response as Response, () => {})
  return Object.entries(response.getHeaders()).flatMap(([name, value]) => [name, String(value)])
}
