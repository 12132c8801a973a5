import { ipKeyGenerator } from 'express-rate-limit'

/** What one subscriber is given: an IPv4 address or an IPv6 network. */
export function networkOf(ip: string): string {
  return ipKeyGenerator(ip)
}
