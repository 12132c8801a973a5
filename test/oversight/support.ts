/** A marketplace with its own offline Stripe and the accounts that a test wants. */
import type { Stripe } from 'stripe'
import { onTestFinished } from 'vitest'
import { adoptAccount } from '../../src/accounts/mirror-account.ts'
import type { StripeAccountRow } from '../../src/accounts/store/stripe-account-row.ts'
import type { OfflineStripe } from '../../src/offline-stripe/start.ts'
import { administratorApi } from '../../src/oversight/api/index.ts'
import { administratorPages } from '../../src/oversight/pages/index.ts'
import { payoutStore } from '../../src/payouts/index.ts'
import { type Browser, type Dashboard, startDashboard } from '../hosts/support.ts'
import { openMarket } from '../support/market.ts'

export interface Office extends Dashboard {
  administrator: Browser
  /** Puts a Stripe account into any state. */
  demand(stripeid: string, demands: Record<string, unknown>): Promise<void>
  addAccount(params: Stripe.AccountCreateParams, accountid?: string): Promise<StripeAccountRow>
}

/** A host with the administrator's pages and API, and the signed-in administrator. Closed when the test ends. */
export async function openOffice(
  env: NodeJS.ProcessEnv = {},
  startStripe?: () => Promise<OfflineStripe>,
): Promise<Office> {
  const { services, close } = await openMarket(env, startStripe)
  onTestFinished(close)
  const dashboard = await startDashboard({ services, routes: [...administratorPages, ...administratorApi] })
  const { browser } = await dashboard.signedIn()
  const { config } = services
  return {
    ...dashboard,
    administrator: browser,
    async demand(account, demands) {
      const response = await fetch(new URL('/_offline-stripe/requirements', config.stripe.api), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ account, ...demands }),
      })
      if (!response.ok) throw new Error(`the demand was refused: ${await response.text()}`)
    },
    async addAccount(params, accountid = 'account_seller') {
      const account = await services.stripe.accounts.create({
        type: 'custom',
        country: 'DE',
        business_type: 'individual',
        capabilities: { transfers: { requested: true } },
        ...params,
      })
      const row = await adoptAccount(services, account, { accountid })
      if (!row) throw new Error('the account was not kept')
      return row
    },
  }
}

/** The text that a person reads on a page, without markup. */
export function words(html: string): string {
  return html
    .replace(/<head>[\s\S]*?<\/head>/, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#x27;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/\s+/g, ' ')
}

const DAY = 24 * 60 * 60

let payouts = 0

/**
 * Adds a payout from some days ago.
 *
 * @returns its id
 */
export async function addPayout(
  { services: { storage, now } }: Office,
  stripeid: string,
  payout: { status: string; amount: number; currency?: string; daysAgo?: number } & Record<string, unknown>,
): Promise<string> {
  const { daysAgo = 0, currency = 'eur', ...rest } = payout
  const payoutid = `po_${++payouts}`
  const created = Math.floor(now().getTime() / 1000) - daysAgo * DAY
  const stripeObject = { id: payoutid, object: 'payout', arrival_date: created, created, currency, ...rest }
  await payoutStore(storage).record(
    {
      stripeid,
      accountid: 'account_seller',
      stripeObject: stripeObject as never,
    },
    await payoutStore(storage).ticket(payoutid),
  )
  return payoutid
}
