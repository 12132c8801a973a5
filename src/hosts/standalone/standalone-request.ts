/**
 * The properties of a request for handlers written for Dashboard: the same names with the same meaning.
 *
 * @module
 */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { clientAddress, hidesPath, pathOf, requestIdOf } from '../../web/request-facts.ts'
import type { SignedIn } from './sessions.ts'

/** The person, without secrets. */
interface HandlerAccount {
  object: 'account'
  accountid: string
  appid: string
  fullName: string
  email: string
  administrator: boolean
  createdAt: Date
}

interface HandlerSession {
  object: 'session'
  sessionid: string
  accountid: string
  appid: string
  createdAt: Date
  expiresAt: Date
}

export interface StandaloneRequest extends IncomingMessage {
  /** The request line's target; always a path. */
  url: string
  method: string
  appid: string
  requestId: string
  /** The person's IP address, as far as the proxies in front are trusted. */
  ip: string
  urlPath: string
  /** The last value of each name; undefined when the address has no `?`. */
  query: Record<string, string> | undefined
  /** Undefined for a guest. */
  account: HandlerAccount | undefined
  session: HandlerSession | undefined
}

/** A handler that has answered sets `ended`. */
export type StandaloneResponse = ServerResponse & { ended?: boolean }

/**
 * @param options.trustedProxies how many proxies in front are known to write `x-forwarded-for`
 * @returns undefined for a target that names no path on this host, or hides one
 */
export function toStandaloneRequest(
  request: IncomingMessage,
  options: { appid: string; trustedProxies: number },
): StandaloneRequest | undefined {
  const url = pathOf(request.url ?? '')
  if (url === undefined) return undefined
  const [urlPath] = splitOnce(url, '?')
  if (hidesPath(urlPath)) return undefined
  const understood = request as StandaloneRequest
  understood.url = url
  understood.method = request.method ?? 'GET'
  understood.appid = options.appid
  understood.requestId = requestIdOf(request)
  understood.ip = clientAddress(request, options.trustedProxies)
  understood.urlPath = urlPath
  understood.account = undefined
  understood.session = undefined
  return Object.defineProperty(understood, 'query', QUERY)
}

/** Parsed only on demand, since few handlers read the querystring. A handler may overwrite it. */
const QUERY: PropertyDescriptor & ThisType<StandaloneRequest> = {
  configurable: true,
  enumerable: true,
  get() {
    const [, search] = splitOnce(this.url, '?')
    this.query = search === undefined ? undefined : Object.fromEntries(new URLSearchParams(search))
    return this.query
  },
  set(value: StandaloneRequest['query']) {
    Object.defineProperty(this, 'query', { value, configurable: true, enumerable: true, writable: true })
  },
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}

/** Tells handlers who is signed in. */
export function signInRequest(request: StandaloneRequest, { session, user }: SignedIn): void {
  const { appid } = request
  const { accountid, fullName, email, administrator, createdAt } = user
  request.account = { object: 'account', accountid, appid, fullName, email, administrator, createdAt }
  const { sessionid, createdAt: since, expiresAt } = session
  request.session = { object: 'session', sessionid, accountid, appid, createdAt: since, expiresAt }
}
