import type { Stripe } from 'stripe'
import { z } from 'zod'
import { belonging, belongingOf, resource } from '../accounts/representations.ts'
import type { PayoutRow } from './store/payouts.ts'

// The declared types of routes are written with this name: Stripe's own cannot be reached from there.
export interface PayoutResource extends Stripe.Payout {}

export const payoutSchema = z
  .object({
    object: z.literal('payout'),
    payoutid: z.string(),
    ...belonging,
    stripeObject: resource<PayoutResource>('payout'),
  })
  .meta({ title: 'payout' })

/** A payout as the API gives it. */
export function payout(row: PayoutRow): z.infer<typeof payoutSchema> {
  return {
    object: 'payout',
    payoutid: row.payoutid,
    ...belongingOf(row),
    stripeObject: row.stripeObject,
  }
}
