import { ipKeyGenerator } from 'express-rate-limit'

/** An IPv4 address or an IPv6 network, as one subscriber has. */
export function networkOf(ip: string): string {
  return ipKeyGenerator(ip)
}
