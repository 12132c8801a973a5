import type { EnvironmentReader } from './environment-reader.ts'

export interface StripeConfig {
  /** The secret key. The offline Stripe takes any. */
  key: string
  publishableKey: string | undefined
  /** Whether what people say of themselves goes from their browser to Stripe, and only tokens of it come to this server. */
  tokensOnly: boolean
  /** The signing secrets of webhooks; several while one is being rolled. */
  webhookSecrets: readonly string[]
  /** The address of the API when it is not Stripe's own. Also undefined before the offline Stripe starts. */
  api: URL | undefined
  /** True when the API is the offline Stripe: every page says so. */
  offline: boolean
  /** How often a call is repeated when the network or Stripe fails. */
  maxRetries: number
}

/** The offline Stripe takes any key. This one says what it is for. */
const OFFLINE_KEY = 'sk_test_offline'
const OFFLINE_PUBLISHABLE_KEY = 'pk_test_offline'

/** In the earlier module, every number but this one meant that this server takes everything. */
const TOKENS_ONLY = '3'

/** In the earlier module any number had the same effect, so a large one is taken for this. */
const MOST_RETRIES = 10

/** @see https://docs.stripe.com/keys */
export function stripeConfig(read: EnvironmentReader, production: boolean): StripeConfig {
  const key = secretKey(read)
  const api = read.url('CONNECT_STRIPE_API')
  if (api && key && isLive(key))
    read.refuse('CONNECT_STRIPE_API', 'must not be set together with a live key, which only Stripe may see')
  if (production && !key && !api)
    read.refuse('CONNECT_STRIPE_KEY', 'is missing: production needs the real Stripe', 'sk_live_...')
  const offline = api !== undefined || key === undefined
  const tokensOnly = read.choice('STRIPE_JS', ['false', '0', '1', '2', TOKENS_ONLY]) === TOKENS_ONLY
  const publishable = publishableKey(read, key)
  if (tokensOnly && !offline && publishable === undefined)
    read.refuse(
      'CONNECT_STRIPE_PUBLISHABLE_KEY',
      'is missing: with STRIPE_JS=3 people’s browsers call Stripe with it',
      isLive(key) ? 'pk_live_...' : 'pk_test_...',
    )
  return {
    key: key ?? OFFLINE_KEY,
    publishableKey: publishable ?? (tokensOnly && offline ? OFFLINE_PUBLISHABLE_KEY : undefined),
    tokensOnly,
    webhookSecrets: webhookSecrets(read, production),
    api,
    offline,
    maxRetries: Math.min(read.integer('MAXIMUM_STRIPE_RETRIES', 2, { from: 0, to: 1000 }), MOST_RETRIES),
  }
}

function secretKey(read: EnvironmentReader): string | undefined {
  const key = read.text('CONNECT_STRIPE_KEY')
  if (key === undefined || /^[sr]k_(?:test|live)_[\x21-\x7e]+$/.test(key)) return key
  if (key.startsWith('pk_'))
    read.refuse('CONNECT_STRIPE_KEY', 'is the publishable key; what is needed is the secret key beside it')
  else if (key.startsWith('whsec_'))
    read.refuse('CONNECT_STRIPE_KEY', 'is a webhook’s secret; what is needed is the secret key of the API')
  else read.refuse('CONNECT_STRIPE_KEY', 'is not a secret key of Stripe’s: they begin with sk_ or rk_')
  return key
}

function publishableKey(read: EnvironmentReader, key: string | undefined): string | undefined {
  const publishable = read.text('CONNECT_STRIPE_PUBLISHABLE_KEY')
  if (publishable === undefined) return undefined
  if (/^[sr]k_/.test(publishable))
    read.refuse('CONNECT_STRIPE_PUBLISHABLE_KEY', 'is a secret key, which must never reach a browser')
  else if (!/^pk_(?:test|live)_[\x21-\x7e]+$/.test(publishable))
    read.refuse('CONNECT_STRIPE_PUBLISHABLE_KEY', 'is not a publishable key of Stripe’s: they begin with pk_')
  else if (key && isLive(key) !== isLive(publishable))
    read.refuse(
      'CONNECT_STRIPE_PUBLISHABLE_KEY',
      'must be of the same mode, live or test, as the secret key',
      isLive(key) ? 'pk_live_...' : 'pk_test_...',
    )
  return publishable
}

/** Whether a Stripe key is for live mode, where money is real. */
export function isLive(key: string): boolean {
  return /^[a-z]+_live_/.test(key)
}

function webhookSecrets(read: EnvironmentReader, production: boolean): string[] {
  const text = read.text('CONNECT_WEBHOOK_ENDPOINT_SECRET')
  const secrets = (text ?? '').split(',').flatMap((secret) => secret.trim() || [])
  if (secrets.some((secret) => !/^whsec_[\x21-\x7e]+$/.test(secret)))
    read.refuse(
      'CONNECT_WEBHOOK_ENDPOINT_SECRET',
      'must be one or more signing secrets, which begin with whsec_',
    )
  else if (production && secrets.length === 0)
    read.refuse(
      'CONNECT_WEBHOOK_ENDPOINT_SECRET',
      'is missing: in production the webhook endpoint is yours, and only its secret proves what Stripe sends',
    )
  return secrets
}
