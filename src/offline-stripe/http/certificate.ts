/**
 * A certificate for HTTPS, made at each start, for programs that speak nothing else or that are led here under Stripe's names.
 *
 * @module
 */
import { isIP } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'
import { generate, type SubjectAltNameEntry } from 'selfsigned'

/** PEM texts. */
export interface Certificate {
  key: string
  cert: string
  /** The authority that signed the certificate. A client that trusts it trusts this offline Stripe and nothing else. */
  ca: string
}

/** Stripe's own hosts, and those of a server on this machine. */
const NAMES = ['stripe.com', '*.stripe.com', 'localhost', '127.0.0.1', '::1']

const COMMON = { algorithm: 'sha256', keyType: 'ec' } as const

/** @param hosts Addresses or names under which clients reach the offline Stripe, too. `0.0.0.0` and `::` are all of this machine's. */
export async function makeCertificate(...hosts: string[]): Promise<Certificate> {
  const authority = await generate([{ name: 'commonName', value: 'Offline Stripe' }], {
    ...COMMON,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  })
  const names = [...new Set([...NAMES, ...hosts.flatMap(namesOf)])]
  const made = await generate([{ name: 'commonName', value: 'api.stripe.com' }], {
    ...COMMON,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: names.map(altName) },
    ],
  })
  return { key: made.private, cert: made.cert, ca: authority.cert }
}

function namesOf(host: string): string[] {
  if (host !== '0.0.0.0' && host !== '::') return [host.replace(/^\[|\]$/g, '')]
  const addresses = Object.values(networkInterfaces()).flatMap((found = []) => found)
  return [hostname(), ...addresses.map(({ address }) => address)]
}

function altName(name: string): SubjectAltNameEntry {
  return isIP(name) === 0 ? { type: 2, value: name } : { type: 7, ip: name }
}
