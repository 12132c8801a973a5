/**
 * The actions that only the offline Stripe offers and a demo needs: another time, invented money, and requirements on demand.
 *
 * @module
 */

/** What Stripe suddenly asks of an account. */
export interface Demands {
  currently_due?: string[]
  errors?: { code: string; requirement: string }[]
  disabled_reason?: string
}

export class OfflineStripe {
  readonly #url: URL

  constructor(url: URL) {
    this.#url = url
  }

  /** Forgets everything and starts at a time in Unix seconds. */
  beginAt(now: number): Promise<void> {
    return this.#post('reset', { now })
  }

  /** Moves the clock to a time, with everything that is due until then. */
  moveTo(now: number): Promise<void> {
    return this.#post('clock', { now })
  }

  /** Adds what buyers paid to an account's balance, in minor units. */
  fund(account: string, amount: number, currency: string): Promise<void> {
    return this.#post('fund', { account, amount, currency })
  }

  /** Makes Stripe ask an account for something, or review it. */
  demand(account: string, demands: Demands): Promise<void> {
    return this.#post('requirements', { account, ...demands })
  }

  async #post(action: string, body: object): Promise<void> {
    const response = await fetch(new URL(`/_offline-stripe/${action}`, this.#url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`the offline Stripe refused ${action}: ${await response.text()}`)
  }
}
