/**
 * The one place that makes a Stripe client.
 *
 * @module
 */
import Stripe from 'stripe'
import type { StripeConfig } from '../config.ts'
import { RetryingHttpClient } from './retrying-http-client.ts'

/** Milliseconds for one try: a person waits in front of a page, so Stripe's own 80 s would be too long. */
const TIMEOUT = 20_000

/**
 * A client for Stripe or, when `config.api` is given, for whatever speaks its API there. The API version is the one
 * that the SDK is written for, so that its types are true.
 *
 * @example
 * const stripe = createStripe(config.stripe)
 * await stripe.accounts.retrieve('acct_1')
 */
export function createStripe(config: StripeConfig): Stripe {
  return new Stripe(config.key, {
    appInfo: { name: '@layeredapps/stripe-connect', url: 'https://github.com/layeredapps/stripe-connect' },
    httpClient: new RetryingHttpClient(Stripe.createNodeHttpClient()),
    maxNetworkRetries: config.maxRetries,
    timeout: TIMEOUT,
    // Telemetry would also write a file into the person's home directory.
    telemetry: false,
    ...(config.api && addressOf(config.api)),
  })
}

function addressOf(api: URL): { host: string; port: string; protocol: 'http' | 'https' } {
  const protocol = api.protocol === 'http:' ? 'http' : 'https'
  // The brackets of an IPv6 address belong to the URL and not to the host.
  const host = api.hostname.replace(/^\[(.*)\]$/, '$1')
  return { host, port: api.port || (protocol === 'http' ? '80' : '443'), protocol }
}
