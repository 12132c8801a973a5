import { accounts } from './accounts/index.ts'
import { countrySpecRoutes } from './country-spec-routes.ts'
import { files } from './files.ts'
import type { Kernel } from './kernel.ts'
import { balance } from './money/balance.ts'
import { balanceTransactions } from './money/balance-transactions.ts'
import { funds } from './money/funds.ts'
import { payoutReversals } from './money/payout-reversals.ts'
import { payoutSchedule } from './money/payout-schedule.ts'
import { payouts } from './money/payouts.ts'
import { platformAccount } from './platform-account.ts'
import { tokens } from './tokens.ts'
import { webhookEndpoints } from './webhooks/endpoints.ts'
import { events } from './webhooks/events.ts'

/** How the simulated Stripe behaves, beyond what Stripe's API says. */
export interface Behaviour {
  /** How long a review takes on the simulator's clock, in seconds. */
  verificationSeconds?: number
}

/** Puts in every resource; `url` is where people reach the simulator. */
export function resources(kernel: Kernel, url: string, behaviour: Behaviour): void {
  accounts(kernel, url, behaviour)
  balance(kernel)
  balanceTransactions(kernel)
  countrySpecRoutes(kernel)
  events(kernel)
  files(kernel, url)
  funds(kernel)
  payouts(kernel)
  payoutReversals(kernel)
  payoutSchedule(kernel)
  platformAccount(kernel)
  tokens(kernel)
  webhookEndpoints(kernel)
}
