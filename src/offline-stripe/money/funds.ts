/**
 * Invented money: payments are not simulated, so a test or the demo adds the money of a payment to an account.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { referenceMissing } from '../errors.ts'
import { boolean, integer, parameters, required, string } from '../parameters.ts'
import type { ResourceApi } from '../resource-api.ts'
import { time } from '../time.ts'
import { recordMovement } from './ledger.ts'

const FUND = parameters({
  account: required(string()),
  amount: required(integer({ min: 1 })),
  currency: required(string({ format: /^[a-z]{3}$/ })),
  available_on: time(),
  by_schedule: boolean(),
})
const DAY = 24 * 60 * 60

/**
 * `POST /_offline-stripe/fund {account, amount, currency, available_on, by_schedule}`: available at once without the last two. With
 * `by_schedule` it is pending for the days for which the account's schedule holds back payments.
 *
 * @see https://docs.stripe.com/payouts#payout-speed
 */
export function funds(api: ResourceApi): void {
  api.route({
    method: 'POST',
    path: '/_offline-stripe/fund',
    handle(request) {
      const { account, amount, currency, by_schedule, ...input } = FUND(request.input)
      const owner = api.store.get<Stripe.Account>('account', account)?.object
      if (!owner) throw referenceMissing('account', account)
      const available_on = by_schedule ? heldBackUntil(api.clock.now(), owner) : input.available_on
      return recordMovement(api, {
        account,
        type: 'payment',
        reportingCategory: 'charge',
        amount,
        currency,
        description: 'Simulated payment',
        source: null,
        ...(available_on !== undefined && { availableOn: available_on }),
      })
    },
  })
}

/** Stripe counts whole days, in UTC. */
function heldBackUntil(now: number, { settings }: Stripe.Account): number {
  return (Math.floor(now / DAY) + (settings?.payouts?.schedule.delay_days ?? 0)) * DAY
}
