import { afterEach, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { startBench } from './support.ts'

const bench = await startBench()
const { stripe } = bench
const DAY = 24 * 60 * 60

const now = async () => (await bench.control('GET', 'clock')).now as number
const realNow = () => Math.floor(Date.now() / 1000)

async function account(): Promise<string> {
  return (await stripe.accounts.create({ type: 'custom', country: 'US' })).id
}

async function timesOfMoney(id: string): Promise<number[]> {
  const { data } = await stripe.events.list({ type: 'balance.available' }, { stripeAccount: id })
  return data.map(({ created }) => created).reverse()
}

afterEach(async () => {
  await bench.control('POST', 'reset')
})

describe('the clock', () => {
  it('is real time until it is moved, and then as far ahead as it was moved', async () => {
    expect(Math.abs((await now()) - realNow())).toBeLessThan(5)
    await bench.advance(DAY)
    expect(Math.abs((await now()) - DAY - realNow())).toBeLessThan(5)
  })

  it('never goes back', async () => {
    await bench.advance(DAY)
    const moved = await now()
    await bench.control('POST', 'clock', { now: moved - 1000 })
    expect(await now()).toBeGreaterThanOrEqual(moved)
  })

  it('does what comes due in its order, each at its own time, however far it is moved at once', async () => {
    const id = await account()
    const start = await now()
    for (const days of [3, 1, 2]) {
      const available_on = start + days * DAY
      await bench.control('POST', 'fund', { account: id, amount: days, currency: 'usd', available_on })
    }
    await bench.advance(30 * DAY)
    expect(await timesOfMoney(id)).toEqual([1, 2, 3].map((days) => start + days * DAY))
  })

  it('does by itself what comes due in real time', async () => {
    const id = await account()
    const available_on = (await now()) + 1
    await bench.control('POST', 'fund', { account: id, amount: 1, currency: 'usd', available_on })
    await eventually(async () => expect(await timesOfMoney(id)).toEqual([available_on]))
  })

  it('can begin anew in the past, so that a history can be lived through', async () => {
    const begin = realNow() - 90 * DAY
    await account()
    await bench.control('POST', 'reset', { now: begin })
    expect((await stripe.accounts.list()).data).toEqual([])
    const { created = 0 } = await stripe.accounts.create({ type: 'custom', country: 'US' })
    expect(created - begin).toBeLessThan(5)
  })
})
