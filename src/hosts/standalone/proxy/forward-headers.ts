/**
 * The headers of a request to the application server, and those of its answer.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-connection
 * @module
 */
import { dashed, isHostHeader, isReservedHeader } from '../../../application/header-names.ts'
import { remembered } from '../../../core/remembered.ts'
import { listed } from '../../../web/header-list.ts'
import { isHost } from '../../../web/request-facts.ts'
import type { Cookies } from '../cookies.ts'
import type { StandaloneRequest } from '../standalone-request.ts'
import { isClaim } from './visitor-claims.ts'

export type Headers = Record<string, string | string[]>

/** Headers about one connection, not about the message. */
const HOP_BY_HOP = new Set([
  'connection',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Headers about a message's length and content: an application server may take a misspelt one for the real one. */
const FRAMING = new Set([...HOP_BY_HOP, 'content-encoding', 'content-length', 'content-type'])

export interface ForwardOptions {
  /** The public address of this host. */
  url: string
  /** The token by which the application server recognises this host. */
  token: string | undefined
  trustedProxies: number
  cookies: Cookies
}

/** The headers for the application server, before the listed handlers add theirs. */
export function requestHeaders(request: StandaloneRequest, options: ForwardOptions): Headers {
  // Without a prototype, because a header may be called `constructor` or `__proto__`.
  const headers: Headers = Object.create(null)
  const dropped = namedInConnection(request.headers.connection)
  const { rawHeaders } = request
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = passedOnAs(rawHeaders[at] ?? '')
    const value = rawHeaders[at + 1] ?? ''
    if (name === NOT_PASSED_ON || dropped?.has(name) || isRefusedMethod(name, value)) continue
    add(headers, name, value)
  }
  // Node joins the cookies of several headers as the standard requires.
  const cookie = request.headers.cookie && options.cookies.withoutOwn(request.headers.cookie)
  if (cookie) headers.cookie = cookie
  addForwarded(headers, request, options)
  addIdentity(headers, request, options)
  return headers
}

/** Stands in for the name of a header that is not passed on. */
const NOT_PASSED_ON = ''

/** Written by undici, answered by Node, and joined from several headers. */
const WRITTEN_ANEW = new Set(['host', 'expect', 'cookie'])

const passedOnAs = remembered((name) => {
  const lower = name.toLowerCase()
  return WRITTEN_ANEW.has(lower) || HOP_BY_HOP.has(lower) || isOurs(lower) ? NOT_PASSED_ON : lower
})

const METHOD_OVERRIDES = new Set(['x-http-method-override', 'x-http-method', 'x-method-override'])

/** Whether a header has an app do what a visitor may not ask for by the method itself. */
function isRefusedMethod(name: string, value: string): boolean {
  return METHOD_OVERRIDES.has(dashed(name)) && /\b(trace|connect)\b/i.test(value)
}

/** Headers that only this host may set. */
function isOurs(name: string): boolean {
  return isReservedHeader(name) || isHostHeader(name) || isClaim(name) || isFramingMisspelt(name)
}

function isFramingMisspelt(name: string): boolean {
  const normal = dashed(name)
  return normal !== name && FRAMING.has(normal)
}

/** Says how the person reached this host: with the headers of trusted proxies in front, otherwise from the connection. */
function addForwarded(
  headers: Headers,
  request: StandaloneRequest,
  { trustedProxies }: ForwardOptions,
): void {
  const { headers: sent, socket } = request
  const direct = socket.remoteAddress ?? ''
  const said = (name: string) => (trustedProxies > 0 ? sent[name]?.toString() : undefined)
  const chain = said('x-forwarded-for')
  const protocol = said('x-forwarded-proto')?.toLowerCase()
  const host = said('x-forwarded-host')
  headers['x-forwarded-for'] = chain ? `${chain}, ${direct}` : direct
  headers['x-forwarded-proto'] = isProtocol(protocol) ? protocol : 'encrypted' in socket ? 'https' : 'http'
  headers['x-forwarded-host'] = host !== undefined && isHost(host) ? host : (sent.host ?? '')
  headers['x-real-ip'] = request.ip
  headers['x-request-id'] = request.requestId
}

function isProtocol(text: string | undefined): text is string {
  return text === 'http' || text === 'https'
}

function addIdentity(headers: Headers, request: StandaloneRequest, { url, token }: ForwardOptions): void {
  const { account, session } = request
  headers['x-dashboard-server'] = url
  if (token !== undefined) headers['x-application-server-token'] = token
  if (account) headers['x-accountid'] = account.accountid
  if (session) headers['x-sessionid'] = session.sessionid
}

/**
 * An answer's headers in their order, spelling and repetition, without those about the connection.
 *
 * @param raw names and values in turn; bytes stay as they are, since application servers send UTF-8 here, too
 */
export function responseHeaders(raw: readonly (string | Buffer)[]): string[] {
  const all = raw.map((text) => (typeof text === 'string' ? text : text.toString('latin1')))
  let connection = ''
  for (let at = 0; at < all.length; at += 2)
    if (all[at]?.length === 'connection'.length && all[at]?.toLowerCase() === 'connection')
      connection += `,${all[at + 1]}`
  const dropped = namedInConnection(connection)
  const kept: string[] = []
  for (let at = 0; at + 1 < all.length; at += 2) {
    const [name = '', value = ''] = [all[at], all[at + 1]]
    if (!isHopByHop(name) && !isOurSecret(name) && !dropped?.has(name.toLowerCase())) kept.push(name, value)
  }
  return kept
}

const isHopByHop = remembered((name) => HOP_BY_HOP.has(name.toLowerCase()))
/** An application server that answers with what it was sent would tell every visitor the token. */
const isOurSecret = remembered((name) => name.toLowerCase() === 'x-application-server-token')

/** @returns undefined for no names, and for `keep-alive` alone, which is never passed on */
function namedInConnection(connection: string | undefined): Set<string> | undefined {
  const names = connection ? listed(connection.toLowerCase()) : []
  return names.some((name) => name !== 'keep-alive') ? new Set(names) : undefined
}

function add(headers: Headers, name: string, value: string): void {
  const known = headers[name]
  if (Array.isArray(known)) known.push(value)
  else headers[name] = known === undefined ? value : [known, value]
}
