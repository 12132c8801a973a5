/**
 * How the browsers of people reach Stripe, or the offline Stripe.
 *
 * @see https://docs.stripe.com/security/guide#content-security-policy
 * @module
 */
import type { StripeConfig } from '../config/config.ts'

export interface StripeInBrowsers {
  /** The address of Stripe.js. */
  script: string
  /** The address that takes files. */
  files: string
  /** What a content security policy has to allow for them, by directive. */
  sources: Readonly<Record<'script-src' | 'connect-src' | 'frame-src', readonly string[]>>
}

const STRIPES_OWN: StripeInBrowsers = {
  script: 'https://js.stripe.com/v3/',
  files: 'https://files.stripe.com/v1/files',
  sources: {
    'script-src': ['https://js.stripe.com', 'https://*.js.stripe.com'],
    'connect-src': ['https://api.stripe.com', 'https://files.stripe.com'],
    'frame-src': ['https://js.stripe.com', 'https://*.js.stripe.com', 'https://hooks.stripe.com'],
  },
}

export function stripeInBrowsers({ api }: Pick<StripeConfig, 'api'>): StripeInBrowsers {
  if (!api) return STRIPES_OWN
  const { origin } = api
  const base = api.href.replace(/\/$/, '')
  return {
    script: `${base}/v3/`,
    files: `${base}/v1/files`,
    sources: { 'script-src': [origin], 'connect-src': [origin], 'frame-src': [] },
  }
}
