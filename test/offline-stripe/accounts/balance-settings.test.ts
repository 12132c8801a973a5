import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { activeAccount, startBench } from '../support.ts'
import { createSeller } from './seller.ts'

const DAY = 24 * 60 * 60

const bench = await startBench({ verificationSeconds: 0 })
const { stripe } = bench

describe('balance settings', () => {
  it('say how an account is paid out', async () => {
    const { id } = await createSeller(bench)
    expect((await stripe.balanceSettings.retrieve({}, { stripeAccount: id })).payments).toEqual({
      debit_negative_balances: false,
      payouts: {
        automatic_transfer_rules_by_currency: null,
        minimum_balance_by_currency: null,
        schedule: { interval: 'daily' },
        statement_descriptor: null,
        status: 'disabled',
      },
      settlement_timing: { delay_days: 2, start_of_day: null },
    })
    const on = { stripeAccount: await activeAccount(bench, {}) }
    expect((await stripe.balanceSettings.retrieve({}, on)).payments.payouts?.status).toBe('enabled')
  })

  it('change the schedule that the account shows, and announce it', async () => {
    const { id } = await createSeller(bench)
    const on = { stripeAccount: id }
    const payouts: Stripe.BalanceSettingsUpdateParams.Payments.Payouts = {
      schedule: { interval: 'weekly', weekly_payout_days: ['tuesday', 'friday'] },
      statement_descriptor: 'CRAFTS',
    }
    const settlement_timing = { delay_days_override: 9 }
    const { payments } = await stripe.balanceSettings.update({ payments: { payouts, settlement_timing } }, on)
    expect(payments).toMatchObject({
      payouts,
      settlement_timing: { delay_days: 9, delay_days_override: 9 },
    })
    expect((await stripe.accounts.retrieve(id)).settings?.payouts).toMatchObject({
      schedule: { delay_days: 9, weekly_anchor: 'tuesday', weekly_payout_days: ['tuesday', 'friday'] },
      statement_descriptor: 'CRAFTS',
    })
    const { data } = await stripe.events.list({ type: 'balance_settings.updated' }, on)
    expect(data[0]?.data.previous_attributes).toMatchObject({
      payments: { payouts: { schedule: { interval: 'daily' }, statement_descriptor: null } },
    })
    const reset = await stripe.balanceSettings.update(
      { payments: { settlement_timing: { delay_days_override: '' } } },
      on,
    )
    expect(reset.payments.settlement_timing).toEqual({ delay_days: 2, start_of_day: null })
  })

  it.each([
    [{ settlement_timing: { delay_days_override: 1 } }, 'payments[settlement_timing][delay_days_override]'],
    [{ payouts: { schedule: { interval: 'weekly' } } }, 'payments[payouts][schedule][weekly_payout_days]'],
    [
      { payouts: { schedule: { weekly_payout_days: ['sunday'] } } },
      'payments[payouts][schedule][weekly_payout_days][0]',
    ],
  ])('refuse %j', async (payments, param) => {
    const { id } = await createSeller(bench)
    const update = stripe.balanceSettings.update({ payments } as object, { stripeAccount: id })
    await expect(update).rejects.toMatchObject({ statusCode: 400, param })
  })

  it('leave a minimum in the balance', async () => {
    const account = await activeAccount(bench, {})
    const on = { stripeAccount: account }
    const keep = async (minimum: number | '') => {
      const payouts = { minimum_balance_by_currency: { usd: minimum } }
      return (await stripe.balanceSettings.update({ payments: { payouts } }, on)).payments.payouts
    }
    expect((await keep(300))?.minimum_balance_by_currency).toEqual({ usd: 300 })
    await bench.control('POST', 'fund', { account, amount: 1000, currency: 'usd' })
    await bench.advance(DAY)
    expect((await stripe.payouts.list({}, on)).data).toMatchObject([{ amount: 700 }])
    expect((await keep(''))?.minimum_balance_by_currency).toBeNull()
    await bench.advance(DAY)
    expect((await stripe.payouts.list({}, on)).data[0]).toMatchObject({ amount: 300 })
  })
})
