/**
 * The headers that a request takes to the application server, and those that its answer brings back.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-connection
 * @module
 */
import { dashed, isHostHeader, isReservedHeader } from '../../../application/header-names.ts'
import { listed } from '../../../web/header-list.ts'
import { isHost } from '../../../web/request-facts.ts'
import type { Cookies } from '../cookies.ts'
import type { DashboardRequest } from '../dashboard-request.ts'
import { isClaim } from './visitor-claims.ts'

export type Headers = Record<string, string | string[]>

/** About one connection, not about the message. */
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

/** How long a message is and what it consists of: in another spelling, an application server may take it for the real one. */
const FRAMING = new Set([...HOP_BY_HOP, 'content-encoding', 'content-length', 'content-type'])

export interface ForwardOptions {
  /** The public address of this host. */
  url: string
  /** What the application server knows this host by. */
  token: string | undefined
  trustedProxies: number
  cookies: Cookies
}

/** What goes to the application server with a request, before the handlers that are listed add theirs. */
export function requestHeaders(request: DashboardRequest, options: ForwardOptions): Headers {
  // Nothing is inherited: `constructor` and `__proto__` are names that a header can have.
  const headers: Headers = Object.create(null)
  const dropped = namedInConnection(request.headers.connection)
  for (const [name, value] of pairs(request.rawHeaders)) {
    const lower = name.toLowerCase()
    if (lower === 'host' || lower === 'expect' || lower === 'cookie') continue
    if (HOP_BY_HOP.has(lower) || dropped.has(lower) || isOurs(lower)) continue
    add(headers, lower, value)
  }
  // Node joins the cookies of several headers as the standard asks.
  const cookie = request.headers.cookie && options.cookies.withoutOwn(request.headers.cookie)
  if (cookie) headers.cookie = cookie
  return Object.assign(headers, forwarded(request, options), identity(request, options))
}

/** What only this host may say. */
function isOurs(name: string): boolean {
  return isReservedHeader(name) || isHostHeader(name) || isClaim(name) || isFramingMisspelt(name)
}

function isFramingMisspelt(name: string): boolean {
  const normal = dashed(name)
  return normal !== name && FRAMING.has(normal)
}

/** How the person reached this host; said by the proxies in front as far as they are trusted, else by ourselves. */
function forwarded(request: DashboardRequest, { trustedProxies }: ForwardOptions): Headers {
  const { headers, socket } = request
  const direct = socket.remoteAddress ?? ''
  const said = (name: string) => (trustedProxies > 0 ? headers[name]?.toString() : undefined)
  const chain = said('x-forwarded-for')
  const protocol = said('x-forwarded-proto')?.toLowerCase()
  const host = said('x-forwarded-host')
  return {
    'x-forwarded-for': chain ? `${chain}, ${direct}` : direct,
    'x-forwarded-proto': isProtocol(protocol) ? protocol : 'encrypted' in socket ? 'https' : 'http',
    'x-forwarded-host': host !== undefined && isHost(host) ? host : (headers.host ?? ''),
    'x-real-ip': request.ip,
    'x-request-id': request.requestId,
  }
}

function isProtocol(text: string | undefined): text is string {
  return text === 'http' || text === 'https'
}

function identity(request: DashboardRequest, { url, token }: ForwardOptions): Headers {
  return {
    'x-dashboard-server': url,
    ...(token !== undefined && { 'x-application-server-token': token }),
    ...(request.account && { 'x-accountid': request.account.accountid }),
    ...(request.session && { 'x-sessionid': request.session.sessionid }),
  }
}

/**
 * An answer's headers as they came: order, spelling and repetition kept, without those about the connection.
 *
 * @param raw names and values by turns; bytes are kept as they are, since application servers send UTF-8 here too
 */
export function responseHeaders(raw: readonly (string | Buffer)[]): string[] {
  const all = [...pairs(raw.map((text) => (typeof text === 'string' ? text : text.toString('latin1'))))]
  const connection = all.filter(([name]) => name.toLowerCase() === 'connection').map(([, value]) => value)
  const dropped = namedInConnection(connection.join(','))
  return all
    .filter(([name]) => !HOP_BY_HOP.has(name.toLowerCase()) && !dropped.has(name.toLowerCase()))
    .flat()
}

function namedInConnection(connection = ''): Set<string> {
  return new Set(listed(connection.toLowerCase()))
}

function* pairs(raw: readonly string[]): Generator<[string, string]> {
  for (let index = 0; index + 1 < raw.length; index += 2) yield [raw[index] ?? '', raw[index + 1] ?? '']
}

function add(headers: Headers, name: string, value: string): void {
  const known = headers[name]
  if (Array.isArray(known)) known.push(value)
  else headers[name] = known === undefined ? value : [known, value]
}
