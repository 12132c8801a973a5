/**
 * Pretend payments: no card, no buyer's money. They put a price into a seller's balance at the offline Stripe, which pays it out
 * by the seller's schedule, as Stripe would. With a real Stripe the market takes no payments.
 */
import type { Order } from './goods.ts'

/** Any key that begins like one of Stripe's test keys opens the offline Stripe. */
const KEY = 'sk_test_craft_market'
const PATIENCE = 10_000
const DAY = 24 * 60 * 60

export class PretendPayments {
  readonly #stripe: string

  /** @param stripe the address of the offline Stripe */
  constructor(stripe: string) {
    this.#stripe = stripe
  }

  /** Those of the Stripe accounts that payouts are enabled for. */
  async payable(stripeids: ReadonlySet<string>): Promise<Set<string>> {
    const answers = await Promise.all(
      [...stripeids].map(async (id) => ((await this.#isPayable(id)) ? [id] : [])),
    )
    return new Set(answers.flat())
  }

  /** Pays for an order, and does nothing when it is paid already. */
  async pay({ id, good: { stripeid, price, currency } }: Order): Promise<void> {
    await this.#control('POST', 'fund', { account: stripeid, amount: price, currency, by_schedule: true }, id)
  }

  /** The offline Stripe's time. */
  async now(): Promise<Date> {
    const { now } = (await this.#control('GET', 'clock')) as { now: number }
    return new Date(now * 1000)
  }

  /** Moves the offline Stripe's clock on, so that nobody has to wait for a payout. */
  async letDaysPass(days: number): Promise<void> {
    await this.#control('POST', 'clock', { advance: days * DAY })
  }

  async #isPayable(stripeid: string): Promise<boolean> {
    const response = await fetch(new URL(`/v1/accounts/${stripeid}`, this.#stripe), {
      headers: { authorization: `Bearer ${KEY}` },
      signal: AbortSignal.timeout(PATIENCE),
    })
    const account = (await response.json()) as { payouts_enabled?: boolean }
    if (response.status >= 500) throw new Error(`the offline Stripe answered ${response.status}`)
    return account.payouts_enabled === true
  }

  /** @see docs/offline-stripe.md */
  async #control(method: string, action: string, body?: object, idempotencyKey?: string): Promise<unknown> {
    const response = await fetch(new URL(`/_offline-stripe/${action}`, this.#stripe), {
      method,
      headers: {
        'content-type': 'application/json',
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE),
    })
    if (!response.ok)
      throw new Error(`the offline Stripe answered ${response.status}: ${await response.text()}`)
    return response.json()
  }
}
