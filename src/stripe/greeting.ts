import type { StripeConfig } from '../config/config.ts'

/** Milliseconds to wait for Stripe. */
const PATIENCE = 5_000

/** Facts that every answer from Stripe carries. */
export interface Greeting {
  status: number
  /** The account's own version, for calls that name none. */
  apiVersion: string | undefined
  /** How many milliseconds the clock here is ahead of Stripe's. */
  clockAhead: number | undefined
}

/** The address of Stripe's API. */
export function stripeAddress({ api }: Pick<StripeConfig, 'api'>): string {
  return api?.origin ?? 'https://api.stripe.com'
}

/**
 * Asks for the balance once, as the SDK would, but without an API version, so that the answer names the account's own.
 *
 * @throws the error of `fetch` when there is no answer within 5 s
 * @example
 * const { status } = await greetStripe(config.stripe, () => new Date())
 * if (status === 401) throw new TypeError('Stripe does not know the key')
 */
export async function greetStripe(config: StripeConfig, now: () => Date): Promise<Greeting> {
  const before = now().getTime()
  const { status, headers, body } = await fetch(`${stripeAddress(config)}/v1/balance`, {
    headers: { authorization: `Bearer ${config.key}` },
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE),
  })
  await body?.cancel()
  const between = (before + now().getTime()) / 2
  const date = Date.parse(headers.get('date') ?? '')
  return {
    status,
    apiVersion: headers.get('stripe-version') ?? undefined,
    // The header has whole seconds, rounded down.
    clockAhead: Number.isNaN(date) ? undefined : between - (date + 500),
  }
}
