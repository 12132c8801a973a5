/**
 * What the addresses begin with that an answer names: those of onboarding pages, files and links to files.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'
import { parsedUrl } from '../parsed-url.ts'
import { isStripeHost } from '../stripe-host.ts'

/**
 * The address that the caller used, because it is the one that is known to lead here: the address that a server listens on
 * can be `0.0.0.0`. A caller that was led here under Stripe's name gets the address at which its connection arrived.
 *
 * @returns an address without a slash at the end
 */
export function baseOf({ headers, socket }: IncomingMessage, scheme: 'http' | 'https'): string {
  const called = parsedUrl(`${scheme}://${headers.host ?? ''}`)
  if (called && !isStripeHost(called.hostname)) return called.origin
  const { localAddress = '', localPort = 0 } = socket
  return `${scheme}://${hostIn(localAddress)}:${localPort}`
}

/** An IP address as addresses of the web have it. */
function hostIn(address: string): string {
  const ip = address.replace(/^::ffff:(?=[\d.]+$)/, '')
  return ip.includes(':') ? `[${ip}]` : ip
}
