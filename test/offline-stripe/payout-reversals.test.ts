import { describe, expect, it } from 'vitest'
import { available, fundedAccount, MANUAL, startBench } from './support.ts'

const HOUR = 60 * 60
const DAY = 24 * HOUR

const bench = await startBench({ verificationSeconds: 0 })
const { stripe } = bench

describe('a payout that is reversed', () => {
  it('comes back from the bank as a payout of its own', async () => {
    const { account, on } = await fundedAccount(bench, { settings: MANUAL })
    const { id } = await stripe.payouts.create({ amount: 4000, currency: 'usd' }, on)
    await expect(stripe.payouts.reverse(id, {}, on)).rejects.toThrow(/cancel/)
    await bench.advance(7 * DAY)
    const reversal = await stripe.payouts.reverse(id, { metadata: { why: 'mistake' } }, on)
    expect(reversal).toMatchObject({
      amount: -4000,
      original_payout: id,
      status: 'pending',
      metadata: { why: 'mistake' },
    })
    expect(await stripe.payouts.retrieve(id, {}, on)).toMatchObject({ reversed_by: reversal.id })
    await expect(stripe.payouts.reverse(id, {}, on)).rejects.toThrow(/already/)
    expect(await available(bench, account)).toBe(6000)
    await bench.advance(7 * DAY)
    expect(await available(bench, account)).toBe(10_000)
    const { data } = await stripe.events.list({ type: 'payout.*', limit: 4 }, on)
    expect(data.map(({ type }) => type)).toEqual([
      'payout.paid',
      'payout.updated',
      'payout.created',
      'payout.updated',
    ])
    await expect(stripe.payouts.reverse(reversal.id, {}, on)).rejects.toMatchObject({ statusCode: 400 })
  })

  it('leaves the balance as it was when the reversal is canceled', async () => {
    const { account, on } = await fundedAccount(bench, { settings: MANUAL })
    const { id } = await stripe.payouts.create({ amount: 4000, currency: 'usd' }, on)
    await bench.advance(2 * HOUR)
    const reversal = await stripe.payouts.reverse(id, {}, on)
    await stripe.payouts.cancel(reversal.id, {}, on)
    expect(await available(bench, account)).toBe(6000)
    await bench.advance(7 * DAY)
    expect(await available(bench, account)).toBe(6000)
  })

  it('is neither instant nor older than ninety days', async () => {
    const { on } = await fundedAccount(bench, { settings: MANUAL })
    const make = async (method: 'instant' | 'standard') => {
      const { id } = await stripe.payouts.create({ amount: 1, currency: 'usd', method }, on)
      await bench.advance(7 * DAY)
      return id
    }
    await expect(stripe.payouts.reverse(await make('instant'), {}, on)).rejects.toThrow(/instant/i)
    const old = await make('standard')
    await bench.advance(90 * DAY)
    await expect(stripe.payouts.reverse(old, {}, on)).rejects.toThrow(/90 days/)
  })
})
