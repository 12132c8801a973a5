import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
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
