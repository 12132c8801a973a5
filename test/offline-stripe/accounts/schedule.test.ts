import type Stripe from 'stripe'
import { expect, it } from 'vitest'
import { startBench } from '../support.ts'
import { createSeller } from './seller.ts'

const bench = await startBench()
const { stripe } = bench

it('a change of the payout schedule keeps what its interval speaks of', async () => {
  const { id } = await createSeller(bench)
  const change = async (schedule: Stripe.AccountUpdateParams.Settings.Payouts.Schedule) =>
    (await stripe.accounts.update(id, { settings: { payouts: { schedule } } })).settings?.payouts?.schedule
  const weekly = { delay_days: 2, interval: 'weekly' }
  const daily = { delay_days: 2, interval: 'daily' }
  expect(await change({ interval: 'weekly', weekly_payout_days: ['monday', 'thursday'] })).toEqual({
    ...weekly,
    weekly_anchor: 'monday',
    weekly_payout_days: ['monday', 'thursday'],
  })
  expect(await change({ weekly_anchor: 'friday' })).toEqual({
    ...weekly,
    weekly_anchor: 'friday',
    weekly_payout_days: ['friday'],
  })
  expect(await change({ interval: 'daily' })).toEqual(daily)
  expect(await change({ interval: 'monthly', monthly_anchor: 15 })).toEqual({
    delay_days: 2,
    interval: 'monthly',
    monthly_anchor: 15,
    monthly_payout_days: [15],
  })
  await expect(change({ interval: 'weekly' })).rejects.toMatchObject({ code: 'parameter_missing' })
})
