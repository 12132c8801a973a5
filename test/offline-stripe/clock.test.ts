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

  it('takes a date, as all routes with times do', async () => {
    const to = Date.parse('2030-01-31T12:00:00Z') / 1000
    for (const route of ['reset', 'clock']) {
      await bench.control('POST', route, { now: '2030-01-31T12:00:00Z' })
      expect((await now()) - to).toBeLessThan(60)
    }
    const id = await account()
    const available_on = '2030-02-28'
    const money = { account: id, amount: 100, currency: 'usd', available_on }
    expect(await bench.control('POST', 'fund', money)).toMatchObject({
      available_on: Date.parse(available_on) / 1000,
    })
    const future_requirements = { current_deadline: available_on }
    expect(await bench.control('POST', 'requirements', { account: id, future_requirements })).toMatchObject({
      future_requirements: { current_deadline: Date.parse(available_on) / 1000 },
    })
    for (const word of ['tomorrow', '-5', '2030-02-40'])
      await expect(bench.control('POST', 'clock', { now: word })).rejects.toThrow(/Invalid timestamp/)
  })

  it('moves by at most ten years at once, and not beyond the year 3000', async () => {
    const tenYears = 10 * 366 * DAY
    const start = await now()
    const refused = (input: object, param: string) =>
      expect(bench.control('POST', 'clock', input)).rejects.toThrow(`"param":"${param}"`)
    await refused({ now: 4_102_444_800 }, 'now')
    await refused({ now: start + tenYears + 60 }, 'now')
    await refused({ advance: tenYears + 1 }, 'advance')
    expect((await now()) - start).toBeLessThan(60)

    await bench.control('POST', 'clock', { now: start + tenYears })
    await bench.advance(tenYears)
    expect((await now()) - start).toBeGreaterThanOrEqual(2 * tenYears)

    const end = 32_503_680_000
    await bench.control('POST', 'reset', { now: end - DAY })
    await refused({ advance: 2 * DAY }, 'advance')
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
