import { beforeEach, expect, test } from 'vitest'
import { countrySpec, countrySpecs } from '../../src/stripe/country-specs.ts'
import { startBench } from '../simulator/support.ts'

const DAY = 24 * 60 * 60 * 1000

const bench = await startBench()
let services: Parameters<typeof countrySpecs>[0]
let time: number

beforeEach(async () => {
  await bench.control('POST', 'reset', {})
  time = Date.UTC(2026, 0, 1)
  services = { stripe: bench.client(), now: () => new Date(time) }
})

async function fetches(): Promise<number> {
  const { data } = await bench.control('GET', 'requests')
  return (data as unknown[]).length
}

test('all of them come by code, from one fetch however many ask', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => countrySpecs(services)))
  const codes = answers[0]?.map(({ id }) => id) ?? []
  expect(codes).toEqual([...codes].sort())
  expect(codes).toEqual(expect.arrayContaining(['DE', 'GB', 'JP', 'US']))
  expect(await fetches()).toBe(1)
})

test('are fetched again after a day', async () => {
  await countrySpecs(services)
  time += DAY - 1
  await countrySpecs(services)
  expect(await fetches()).toBe(1)
  time += 1
  await countrySpecs(services)
  expect(await fetches()).toBe(2)
})

test('a failure is not remembered', async () => {
  await bench.control('POST', 'faults', { api: { path: '/v1/country_specs', status: 500 } })
  await expect(countrySpecs(services)).rejects.toThrow()
  expect(await countrySpecs(services)).not.toHaveLength(0)
})

test('one of them is found by its code', async () => {
  expect(await countrySpec(services, 'JP')).toMatchObject({ default_currency: 'jpy' })
  expect(await countrySpec(services, 'XX')).toBeUndefined()
})
