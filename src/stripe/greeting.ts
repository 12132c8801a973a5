import type { StripeConfig } from '../config/config.ts'

/** Milliseconds that Stripe is waited for. */
const PATIENCE = 5_000

/** What an answer of Stripe's says, whatever was asked. */
export interface Greeting {
  status: number
  /** The one that holds for the account where a call names none. */
  apiVersion: string | undefined
  /** By how many milliseconds the clock here is ahead of Stripe's. */
  clockAhead: number | undefined
}

/** Where Stripe is. */
export function stripeAddress({ api }: Pick<StripeConfig, 'api'>): string {
  return api?.origin ?? 'https://api.stripe.com'
}

/**
 * Asks for the balance once, as the SDK would but for the API version.
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
