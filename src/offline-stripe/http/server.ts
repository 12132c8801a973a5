/**
 * HTTP: finds the route, reads the request, writes the answer with Stripe's headers.
 *
 * @module
 */

import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { API_VERSION } from '../api-version.ts'
import { Content, Redirect } from '../content.ts'
import { StripeError } from '../errors.ts'
import { IdempotencyKeys } from '../idempotency.ts'
import { parsedUrl } from '../parsed-url.ts'
import { isPlatform } from '../platform-account.ts'
import type { ApiRequest } from '../resource-api.ts'
import type { StripeApi } from '../stripe-api.ts'
import { authenticate, isForBrowsers, keyOf } from './authentication.ts'
import { baseOf } from './base.ts'
import { decode, readSent, type Sent } from './body.ts'
import { allowedHeaders, CORS, withoutPage } from './browsers.ts'
import { type Answer, answerCall } from './calls.ts'
import type { Certificate } from './certificate.ts'
import type { RequestLog } from './request-log.ts'
import type { Match } from './router.ts'

/** Called with every answer to a call that found its route, e.g. to check it against Stripe's specification. */
export type OnResponse = (method: string, routePath: string, status: number, body: unknown) => void

const KEEP_ALIVE = 75_000

/** A version, and the betas that the caller takes part in: `2023-10-16; risk_in_requirements_beta=v1`. */
const VERSION = /^\d{4}-\d{2}-\d{2}(\.\w+)?( *; *[\w.-]+=[\w.-]+)*$/

const NO_IDENTIFIER =
  'If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code.'
/**
 * The offline Stripe's own words: without them, a developer who calls an endpoint that is not simulated would look for a
 * mistake in the address.
 */
const A_PART_ONLY = 'This is the offline Stripe, which answers a part of the API only.'

interface Settings {
  api: StripeApi
  log: RequestLog
  onResponse: OnResponse | undefined
  onError: (error: unknown) => void
  /** What addresses begin with, where callers cannot know it. */
  publicUrl: string | undefined
  /** For HTTPS; without it the server speaks HTTP. */
  certificate: Certificate | undefined
}

export function createHttpServer(settings: Settings): Server {
  const keys = new IdempotencyKeys(settings.api.store, settings.api.clock)
  const answer: RequestListener = (request, response) => {
    const exchange = new Exchange(settings, keys, request, response)
    exchange.run().catch((error: unknown) => exchange.fail(error))
  }
  const { certificate } = settings
  const server = certificate ? createSecureServer(certificate, answer) : createServer(answer)
  // Longer than a client keeps an idle connection, so that the client closes it and not this server.
  server.keepAliveTimeout = KEEP_ALIVE
  return server
}

/** One request and its answer. */
class Exchange {
  readonly #settings: Settings
  readonly #keys: IdempotencyKeys
  readonly #request: IncomingMessage
  readonly #response: ServerResponse
  readonly #id: string
  readonly #method: string
  readonly #url: URL

  constructor(settings: Settings, keys: IdempotencyKeys, request: IncomingMessage, response: ServerResponse) {
    this.#settings = settings
    this.#keys = keys
    this.#request = request
    this.#response = response
    this.#id = settings.api.newId('req')
    this.#method = request.method ?? 'GET'
    const address = `http://localhost${(request.url ?? '/').replace(/^\/_simulator\b/, '/_offline-stripe')}`
    this.#url = parsedUrl(address) ?? new URL('http://localhost/unreadable')
  }

  async run(): Promise<void> {
    // Stripe.js is at `/v3/`.
    const isApi = /^\/v\d+\/(?!$)/.test(this.#url.pathname)
    if (isApi) {
      this.#response.setHeaders(CORS)
      if (this.#method === 'OPTIONS') {
        this.#response.writeHead(200, allowedHeaders(this.#request.headers)).end()
        return
      }
    }
    if (this.#url.pathname.startsWith('/_offline-stripe')) this.#refuseForeignPages()
    const sent = await this.#readSent(isApi)
    // First, because what is not simulated may well take another type of content.
    const match = this.#findRoute()
    const decoded = decode(sent)
    const account = isApi ? this.#connectedAccount(decoded) : undefined
    const input = isApi ? withoutPage(decoded) : decoded
    const ip = this.#request.socket.remoteAddress ?? ''
    const { publicUrl, certificate } = this.#settings
    const base = publicUrl ?? baseOf(this.#request, certificate ? 'https' : 'http')
    const answer = await answerCall(this.#settings.api, this.#keys, {
      id: this.#id,
      method: this.#method,
      path: this.#url.pathname,
      match,
      request: { input, file: sent.file, params: match.params, account, ip, base },
      idempotencyKey: this.#header('idempotency-key'),
      isApi,
    })
    if (isApi) this.#record(answer, Object.keys(input))
    if (answer !== 'hang') this.#answer(answer, match)
  }

  /** Answers with the error that was thrown, and reports the offline Stripe's own errors too. */
  fail(error: unknown): void {
    if (error instanceof StripeError) {
      this.#write(error.status, { error: error.body })
      return
    }
    // A client that disconnected before the body ended waits for no answer.
    if (this.#request.destroyed && !this.#request.complete) return
    this.#settings.onError(error)
    this.#write(500, {
      error: { type: 'api_error', message: 'An unknown error occurred in the offline Stripe.' },
    })
  }

  /** The control routes ask for no key, so a page in a browser may not use them. */
  #refuseForeignPages(): void {
    if (this.#header('origin') === undefined) return
    throw new StripeError(403, {
      type: 'invalid_request_error',
      message: 'Pages may not control the offline Stripe.',
    })
  }

  /** Reads what was sent, for the API once there is a key. */
  async #readSent(isApi: boolean): Promise<Sent> {
    if (!isApi) return readSent(this.#request, this.#url, { json: true })
    const key = keyOf(this.#header('authorization'))
    const call = { method: this.#method, path: this.#url.pathname, origin: this.#header('origin') }
    const maySendKey = key === undefined && isForBrowsers(call)
    if (!maySendKey) authenticate(key, call)
    const sent = await readSent(this.#request, this.#url, { json: false })
    if (maySendKey) authenticate(sent.pairs.findLast(([name]) => name === 'key')?.[1], call)
    this.#checkVersion()
    return sent
  }

  #checkVersion(): void {
    const version = this.#header('stripe-version')
    if (version !== undefined && !VERSION.test(version)) {
      throw new StripeError(400, {
        type: 'invalid_request_error',
        message: `Invalid Stripe API version: ${version}`,
      })
    }
  }

  #findRoute(): Match {
    const { pathname } = this.#url
    const match = this.#settings.api.router.find(this.#method, pathname)
    if (match) return match
    const slash = pathname.endsWith('/') ? ` ${NO_IDENTIFIER}` : ''
    throw new StripeError(404, {
      type: 'invalid_request_error',
      message: `Unrecognized request URL (${this.#method}: ${pathname}).${slash} Please see https://stripe.com/docs or we can help at https://support.stripe.com/. ${A_PART_ONLY}`,
    })
  }

  /** The connected account that the call is for. */
  #connectedAccount({ _stripe_account }: ApiRequest['input']): string | undefined {
    const inBody = typeof _stripe_account === 'string' ? _stripe_account : undefined
    const account = this.#header('stripe-account') ?? inBody
    const { store } = this.#settings.api
    if (account === undefined || isPlatform(store, account)) return undefined
    if (store.get('account', account)) return account
    throw new StripeError(403, {
      type: 'invalid_request_error',
      code: 'account_invalid',
      message: `The provided key does not have access to account '${account}' (or that account does not exist). Application access may have been revoked.`,
    })
  }

  #record(answer: Answer, parameters: string[]): void {
    this.#settings.log.add({
      id: this.#id,
      method: this.#method,
      path: this.#url.pathname,
      parameters,
      account: this.#header('stripe-account') ?? null,
      idempotency_key: this.#header('idempotency-key') ?? null,
      status: answer === 'hang' ? null : answer.status,
    })
  }

  #answer({ status, body, replayOf }: Exclude<Answer, 'hang'>, { route }: Match): void {
    if (replayOf !== undefined) {
      this.#response.setHeader('Idempotent-Replayed', 'true')
      this.#response.setHeader('Original-Request', replayOf)
    }
    this.#settings.onResponse?.(this.#method, route.path, status, body)
    this.#write(status, body)
  }

  #write(status: number, body: unknown): void {
    const response = this.#response
    if (response.headersSent || response.destroyed) return
    response.statusCode = status
    response.setHeader('Request-Id', this.#id)
    response.setHeader('Stripe-Version', this.#header('stripe-version') ?? API_VERSION)
    for (const name of ['Stripe-Account', 'Idempotency-Key']) {
      const value = this.#header(name.toLowerCase())
      if (value !== undefined) response.setHeader(name, value)
    }
    if (body instanceof Redirect) {
      response.writeHead(303, { Location: body.location }).end()
      return
    }
    const content =
      body instanceof Content ? body : new Content('application/json', JSON.stringify(body, null, 2))
    response.setHeader('Content-Type', content.type)
    response.end(content.bytes)
  }

  #header(name: string): string | undefined {
    const value = this.#request.headers[name]
    return Array.isArray(value) ? value[0] : value
  }
}
