/**
 * What runs in the browser in place of Stripe.js. The function is sent as text, so it uses nothing from outside itself.
 *
 * @see https://docs.stripe.com/js
 * @see https://docs.stripe.com/js/tokens/create_token?type=account
 * @module
 */

/** The part of a browser that the script uses. */
interface Page {
  location: { protocol: string }
  Stripe?: unknown
}

/** @param base the offline Stripe's address, without a slash at the end */
export function stripeJs(base: string): void {
  const page = globalThis as unknown as Page
  const types = ['account', 'bank_account', 'person', 'pii']

  function integrationError(message: string): Error {
    const error = new Error(message)
    error.name = 'IntegrationError'
    return error
  }

  function checkKey(key: unknown): asserts key is string {
    if (typeof key !== 'string')
      throw integrationError('Missing value for Stripe(): apiKey should be a string.')
    if (/^[sr]k_/.test(key))
      throw integrationError(
        'You should not use your secret key with Stripe.js.\n        Please pass a publishable key instead.',
      )
    if (key.startsWith('pk_live_') && page.location.protocol !== 'https:')
      throw integrationError('Live Stripe.js integrations must use HTTPS.')
  }

  /** Pairs as Stripe writes nested parameters: `account[individual][dob][day]`. */
  function pairsOf(value: unknown, name: string): [name: string, text: string][] {
    if (value === undefined) return []
    if (typeof value === 'object' && value !== null)
      return Object.entries(value).flatMap(([key, inner]) => pairsOf(inner, `${name}[${key}]`))
    return [[name, value === null ? '' : String(value)]]
  }

  function Stripe(key: unknown, options: { stripeAccount?: string } = {}) {
    checkKey(key)
    return {
      _apiKey: key,
      async createToken(type: unknown, data: object = {}) {
        if (typeof type !== 'string' || !types.includes(type))
          throw integrationError(
            `A valid Element or type must be provided; the offline Stripe has ${types.join(', ')}.`,
          )
        const body = new URLSearchParams([
          ...pairsOf(data, type),
          ['key', key],
          ['payment_user_agent', 'stripe.js/offline'],
          ...(options.stripeAccount ? [['_stripe_account', options.stripeAccount] as [string, string]] : []),
        ])
        try {
          const response = await fetch(`${base}/v1/tokens`, { method: 'POST', body })
          const answer = (await response.json()) as { error?: unknown }
          return response.ok ? { token: answer } : { error: answer.error }
        } catch {
          const message = 'We are experiencing issues connecting to our payments provider.'
          return { error: { type: 'api_connection_error', message } }
        }
      },
    }
  }
  page.Stripe = Object.assign(Stripe, { version: 3 })
}
