/**
 * What a request says about itself, as far as it can be trusted.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { parsedUrl } from '../core/parsed-url.ts'
import { listed } from './header-list.ts'

/** An id from a proxy in front is kept, so that its logs and ours can be matched. */
const REQUEST_ID = /^[A-Za-z0-9_-]{8,64}$/

export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID()
}

/** No program sends as many header lines. */
const MOST_LINES = 1000

export function hasTooManyLines({ rawHeaders }: IncomingMessage): boolean {
  return rawHeaders.length > 2 * MOST_LINES
}

/**
 * Each proxy appends the address that called it. Counted from the end, the entries of our own proxies are true; anything before
 * them is whatever the client wrote.
 *
 * @param trustedProxies how many proxies in front are known to write `x-forwarded-for`
 */
export function clientAddress(request: IncomingMessage, trustedProxies: number): string {
  const direct = request.socket.remoteAddress ?? ''
  const forwarded = listed(request.headers['x-forwarded-for']?.toString())
  const chain = [direct, ...forwarded.reverse()]
  return addressIn(chain[Math.min(trustedProxies, chain.length - 1)] ?? '') ?? direct
}

/**
 * An address as Stripe takes it, and as one visitor always has it. Some proxies add the port, a machine the name of its network
 * card, and a socket for both versions of IP writes `::ffff:` before one of version 4.
 *
 * @returns undefined for text that is no address
 */
export function addressIn(text: string): string | undefined {
  const [, bracketed, plain] = /^(?:\[([^\]]*)\]|([\d.]+))(?::\d+)?$/.exec(text) ?? []
  const address = (bracketed ?? plain ?? text).replace(/%.*$/s, '').replace(/^::ffff:(?=[\d.]+$)/i, '')
  return isIP(address) > 0 ? address : undefined
}

/**
 * The path of a request line, with the querystring. The absolute form, which proxies may send, names another host at will.
 *
 * @returns undefined for what names no path
 */
export function pathOf(target: string): string | undefined {
  if (target.startsWith('/')) return target
  const url = /^https?:/i.test(target) ? parsedUrl(target) : undefined
  return url && url.pathname + url.search
}

/** In every spelling that somebody behind us may undo. Servlet containers drop what follows a `;` before they resolve the segment. */
const DOT_SEGMENT = /(?:^|[/\\]|%(?:25)*(?:2f|5c))(?:\.|%(?:25)*2e){1,2}(?:[/\\;]|%(?:25)*(?:2f|5c|3b)|$)/i

/**
 * Whether a path hides another one behind dot segments or a fragment: a rule about paths must mean the same here and in the
 * application server.
 *
 * @param path without the querystring
 */
export function hidesPath(path: string): boolean {
  return path.includes('#') || DOT_SEGMENT.test(path)
}

/** A host and, if it is not the usual one, a port. @see https://www.rfc-editor.org/rfc/rfc3986#section-3.2.2 */
export function isHost(text: string): boolean {
  return /^(?:\[[\da-f:.]+\]|[\w.~!$&'()*+,;=%-]+)(?::\d*)?$/i.test(text)
}
