/**
 * Plays ninety days of a marketplace at the offline Stripe: every account, payout and refusal follows from what the sellers do
 * each day, as it would at Stripe.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { bankAccount, details, opening, submission } from './applications.ts'
import type { Seller } from './cast.ts'
import type { OfflineStripe } from './offline-stripe.ts'
import { worth } from './prices.ts'
import { Random } from './random.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Stripe lists events for thirty days. */
const BETWEEN_READS = 28 * DAY

/** One thing that a person does, at a time in Unix seconds. */
interface Deed {
  at: number
  run(): Promise<unknown>
}

export class History {
  readonly #stripe: Stripe
  readonly #offline: OfflineStripe
  readonly #appid: string
  readonly #now: number
  readonly #random = new Random(1851)
  readonly #stripeids = new Map<string, string>()

  /** @param now where the history ends, in Unix seconds */
  constructor(stripe: Stripe, offline: OfflineStripe, appid: string, now: number) {
    this.#stripe = stripe
    this.#offline = offline
    this.#appid = appid
    this.#now = now
  }

  /**
   * @param listen called with the accounts so far, often enough to read every event while Stripe still lists it
   * @returns each seller's Stripe account
   */
  async live(
    sellers: readonly Seller[],
    listen: (stripeids: string[]) => Promise<void>,
  ): Promise<Map<Seller, string>> {
    const deeds = sellers.flatMap((seller) => this.#deeds(seller))
    const begin = Math.min(...deeds.map(({ at }) => at)) - DAY
    const read = () => listen([...this.#stripeids.values()])
    for (let at = begin + BETWEEN_READS; at < this.#now; at += BETWEEN_READS) deeds.push({ at, run: read })
    deeds.push({ at: this.#now, run: read })
    await this.#offline.beginAt(begin)
    for (const { at, run } of deeds.sort((a, b) => a.at - b.at)) {
      await this.#offline.moveTo(at)
      await run()
    }
    return new Map(sellers.map((seller) => [seller, this.#account(seller)]))
  }

  #deeds(seller: Seller): Deed[] {
    const { fate, place, bankTrouble, daysAgo } = seller
    const opened = this.#now - daysAgo * DAY - this.#random.between(2 * HOUR, 20 * HOUR)
    const submitted = opened + this.#random.between(15 * MINUTE, 50 * MINUTE)
    const bank = bankTrouble === 'none' ? place.bank.good : this.#random.pick(place.bank.failing)
    const deeds: Deed[] = [{ at: opened, run: () => this.#open(seller) }]
    if (fate === 'new') return deeds
    deeds.push({ at: opened + 9 * MINUTE, run: () => this.#update(seller, details(seller)) })
    if (fate === 'unfinished') return deeds
    deeds.push({ at: submitted, run: () => this.#update(seller, submission(seller, bank, submitted)) })
    return [...deeds, ...this.#afterwards(seller, submitted)]
  }

  /** What happens to a seller after everything is submitted. */
  #afterwards(seller: Seller, submitted: number): Deed[] {
    const demand = (at: number, demands: Parameters<OfflineStripe['demand']>[1]): Deed => ({
      at,
      run: () => this.#offline.demand(this.#account(seller), demands),
    })
    switch (seller.fate) {
      case 'in-review':
        return [demand(submitted + MINUTE, { disabled_reason: 'under_review' })]
      case 'active':
        return [...this.#sales(seller, submitted, this.#now), ...this.#repair(seller, submitted)]
      case 'information-due': {
        const asked = this.#now - this.#random.between(1, 11) * DAY
        const requirement = 'individual.verification.document'
        return [
          ...this.#sales(seller, submitted, this.#now),
          demand(asked, { errors: [{ code: 'verification_document_expired', requirement }] }),
        ]
      }
      case 'overdue': {
        // The deadline is fourteen days.
        const asked = this.#now - this.#random.between(16, 19) * DAY
        return [
          ...this.#sales(seller, submitted, asked),
          demand(asked, { currently_due: ['individual.verification.additional_document'] }),
        ]
      }
      case 'rejected': {
        const at = this.#now - this.#random.between(1, 9) * DAY
        const reason = this.#random.pick(['fraud_other', 'terms_of_service', 'other'])
        return [
          ...this.#sales(seller, submitted, at - 3 * DAY),
          { at, run: () => this.#stripe.accounts.reject(this.#account(seller), { reason }) },
        ]
      }
      default:
        return []
    }
  }

  /** A seller with failed payouts gives another bank account some days later. */
  #repair(seller: Seller, submitted: number): Deed[] {
    if (seller.bankTrouble !== 'repaired') return []
    const at = submitted + this.#random.between(9, 15) * DAY
    const run = () => this.#update(seller, { external_account: bankAccount(seller, seller.place.bank.good) })
    return at < this.#now ? [{ at, run }] : []
  }

  /** Sales every few days. The account's payout schedule pays each of them out. */
  #sales(seller: Seller, from: number, until: number): Deed[] {
    const deeds: Deed[] = []
    const pause = () => this.#random.between(3 * DAY, 11 * DAY)
    for (let at = from + pause(); at < until; at += pause()) {
      const { currency } = seller.place
      const amount = worth(seller.craft.weekly * (0.4 + 1.3 * this.#random.next()), currency)
      deeds.push({ at, run: () => this.#offline.fund(this.#account(seller), amount, currency) })
    }
    return deeds
  }

  async #open(seller: Seller): Promise<void> {
    const { id } = await this.#stripe.accounts.create(opening(seller, this.#appid))
    this.#stripeids.set(seller.accountid, id)
  }

  #update(seller: Seller, changes: Stripe.AccountUpdateParams): Promise<unknown> {
    return this.#stripe.accounts.update(this.#account(seller), changes)
  }

  #account({ accountid }: Seller): string {
    const stripeid = this.#stripeids.get(accountid)
    if (!stripeid) throw new Error(`${accountid} has no account yet`)
    return stripeid
  }
}
