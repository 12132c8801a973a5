/**
 * The one place that makes a Stripe client.
 *
 * @module
 */
import Stripe from 'stripe'
import type { StripeConfig } from '../config/config.ts'
import { StripeHttpClient } from './http-client.ts'

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
    httpClient: new StripeHttpClient(config.maxRetries),
    // It tries again by itself.
    maxNetworkRetries: 0,
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
