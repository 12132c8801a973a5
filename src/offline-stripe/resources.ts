import { accounts } from './accounts/index.ts'
import { countrySpecRoutes } from './country-spec-routes.ts'
import { files } from './files.ts'
import { balance } from './money/balance.ts'
import { balanceTransactions } from './money/balance-transactions.ts'
import { funds } from './money/funds.ts'
import { payoutReversals } from './money/payout-reversals.ts'
import { payoutSchedule } from './money/payout-schedule.ts'
import { payouts } from './money/payouts.ts'
import type { ResourceApi } from './resource-api.ts'
import { stripeJsRoutes } from './stripe-js/index.ts'
import { tokens } from './tokens.ts'
import { webhookEndpoints } from './webhooks/endpoints.ts'
import { events } from './webhooks/events.ts'

/** Settings of the offline Stripe that Stripe's API does not have. */
export interface Behaviour {
  /** How long a review takes on the offline Stripe's clock, in seconds. */
  verificationSeconds?: number
  /** The signing secret of every webhook endpoint; by default each gets one of its own. */
  webhookSecret?: string
}

/** Registers every resource. */
export function resources(api: ResourceApi, behaviour: Behaviour): void {
  accounts(api, behaviour)
  balance(api)
  balanceTransactions(api)
  countrySpecRoutes(api)
  events(api)
  files(api)
  funds(api)
  payouts(api)
  payoutReversals(api)
  payoutSchedule(api)
  stripeJsRoutes(api)
  tokens(api)
  webhookEndpoints(api, behaviour.webhookSecret)
}
