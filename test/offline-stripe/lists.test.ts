import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { startBench } from './support.ts'

const bench = await startBench()
const { stripe } = bench

const ENDPOINTS = 14

const ids: string[] = []
for (let index = 0; index < ENDPOINTS; index += 1) {
  const url = `https://example.com/${index}`
  ids.unshift((await stripe.webhookEndpoints.create({ url, enabled_events: ['*'] })).id)
}

describe('a list', () => {
  it('is newest first, ten at a time', async () => {
    const page = await stripe.webhookEndpoints.list()
    expect(page.data.map(({ id }) => id)).toEqual(ids.slice(0, 10))
    expect(page.has_more).toBe(true)
  })

  it('read in pages of any size, in either direction, is the whole list', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 20 }), fc.boolean(), async (limit, backwards) => {
        let read: string[] = []
        let from = backwards ? ids.at(-1) : ids[0]
        for (let more = true; more && from !== undefined; ) {
          const cursor = backwards ? { ending_before: from } : { starting_after: from }
          const page = await stripe.webhookEndpoints.list({ limit, ...cursor })
          const found = page.data.map(({ id }) => id)
          read = backwards ? [...found, ...read] : [...read, ...found]
          from = backwards ? found[0] : found.at(-1)
          more = page.has_more
        }
        expect(read).toEqual(backwards ? ids.slice(0, -1) : ids.slice(1))
      }),
      { numRuns: 15 },
    )
  })

  it('is walked by the SDK', async () => {
    const walked = await stripe.countrySpecs.list({ limit: 7 }).autoPagingToArray({ limit: 1000 })
    expect(new Set(walked.map(({ id }) => id)).size).toBe(walked.length)
    expect(walked.length).toBeGreaterThan(40)
  })

  it('refuses limits and cursors that make no sense', async () => {
    const list = (params: object) => stripe.webhookEndpoints.list(params)
    await expect(list({ limit: 0 })).rejects.toMatchObject({
      code: 'parameter_invalid_integer',
      param: 'limit',
    })
    await expect(list({ limit: 101 })).rejects.toMatchObject({ param: 'limit' })
    await expect(list({ starting_after: 'we_none' })).rejects.toMatchObject({ param: 'starting_after' })
    const both = list({ starting_after: ids[0], ending_before: ids[1] })
    await expect(both).rejects.toMatchObject({ code: 'parameters_exclusive' })
  })
})

describe('a list by time of creation', () => {
  const made: { id: string; created: number }[] = []

  beforeAll(async () => {
    for (let index = 0; index < 8; index += 1) {
      const { id, created = 0 } = await stripe.accounts.create({ type: 'custom', country: 'US' })
      made.unshift({ id, created })
      // Some are made in the same second.
      if (index % 3 === 2) await bench.advance(10)
    }
  })

  it('has what lies between any two times, in either direction, from any place on', async () => {
    const bound = fc.option(fc.integer({ min: -15, max: 45 }), { nil: undefined })
    const bounds = fc.record({ gt: bound, gte: bound, lt: bound, lte: bound })
    const place = fc.option(fc.nat({ max: 7 }), { nil: undefined })
    await fc.assert(
      fc.asyncProperty(bounds, place, fc.boolean(), async (offsets, at, backwards) => {
        const first = made.at(-1)?.created ?? 0
        const created = Object.fromEntries(
          Object.entries(offsets).flatMap(([name, offset]) =>
            offset === undefined ? [] : [[name, first + offset]],
          ),
        )
        const cursor = at === undefined ? undefined : made[at]?.id
        const params = cursor && { [backwards ? 'ending_before' : 'starting_after']: cursor }
        const { data } = await stripe.accounts.list({ created, limit: 100, ...params })
        const beyond = at === undefined ? made : backwards ? made.slice(0, at) : made.slice(at + 1)
        const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = created
        const wanted = beyond.filter(
          ({ created: time }) => time > gt && time >= gte && time < lt && time <= lte,
        )
        expect(data.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id))
      }),
    )
  })

  it('has what was made in one second', async () => {
    const second = made[0]?.created ?? 0
    const { data } = await stripe.accounts.list({ created: second })
    expect(data.map(({ id }) => id)).toEqual(
      made.filter(({ created }) => created === second).map(({ id }) => id),
    )
  })
})
