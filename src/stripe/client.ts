/**
 * The one place that makes a Stripe client.
 *
 * @module
 */
import Stripe from 'stripe'
import type { StripeConfig } from '../config/config.ts'
import { StripeHttpClient } from './http-client.ts'

/**
 * A client for Stripe or, when `config.api` is given, for another server with Stripe's API. It uses the API version that the
 * SDK is written for, so that the SDK's types are true.
 *
 * @example
 * const stripe = createStripe(config.stripe)
 * await stripe.accounts.retrieve('acct_1')
 */
export function createStripe(config: StripeConfig): Stripe {
  return new Stripe(config.key, {
    appInfo: { name: '@layeredapps/stripe-connect', url: 'https://github.com/layeredapps/stripe-connect' },
    httpClient: new StripeHttpClient(config.maxRetries),
    // `StripeHttpClient` does the retries.
    maxNetworkRetries: 0,
    // Telemetry would also write a file into the user's home directory.
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
