/**
 * Request handlers for Dashboard's list `server`, as far as the files in `src/server/` need them.
 *
 * @module
 */

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { MaybePromise } from '../core/maybe-promise.ts'
import { parsedUrl } from '../core/parsed-url.ts'
import { asciiAddress } from '../core/return-url.ts'

export interface HandlerRequest extends IncomingMessage {
  appid?: string | undefined
  /** Undefined for a guest. The host's object holds more, some of it secret: we use nothing else of it. */
  account?: { accountid: string; administrator?: boolean } | undefined
  session?: { sessionid: string } | undefined
  /** The key the host uses to call Stripe for this request. */
  stripeKey?: { apiKey: string } | undefined
  /** Dashboard answers an API call without it with 404. */
  allowAPIRequest?: boolean
}

/** `ended` tells the host that the request is answered. */
export type HandlerResponse = ServerResponse & { ended?: boolean }

export interface ServerHandler {
  /** Runs after the host has identified the person. */
  after(request: HandlerRequest, response: HandlerResponse): MaybePromise<void>
}

export interface EarlyServerHandler {
  /** Runs before the host identifies the person. */
  before(request: HandlerRequest): Promise<void>
}

/** @param path on this host */
export function redirect(response: HandlerResponse, path: string): void {
  response.writeHead(303, { location: asciiAddress(path), 'cache-control': 'no-store' })
  response.end()
  response.ended = true
}

/**
 * The path a request asks for, as the next reader understands it: with dot segments resolved.
 *
 * @param url as the request line has it
 * @returns undefined for a target that is not a plain path, e.g. one with a slash as `%2f` or `\`, or a dot segment as `..;`
 */
export function requestedPath(url: string | undefined): string | undefined {
  const [, plain] = /^(\/[\w/-]*)(?:\?|$)/.exec(url ?? '') ?? []
  if (plain !== undefined) return plain
  if (!url?.startsWith('/') || /^[^?#]*\\/.test(url)) return undefined
  const pathname = parsedUrl(`http://host${url}`)?.pathname
  return pathname === undefined || /%2f|%5c|\/(\.|%2e){1,2};/i.test(pathname) ? undefined : pathname
}
