import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Stripe from 'stripe'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { countrySpecs } from '../../src/stripe/country-specs.ts'
import { waitingAtMost } from '../../src/stripe/patience.ts'
import { startBench } from '../offline-stripe/support.ts'
import { eventually } from '../support/eventually.ts'
import { openTestStorage } from '../support/storage.ts'

const DAY = 24 * 60 * 60 * 1000

const bench = await startBench()
let services: Parameters<typeof countrySpecs>[0]
let time: number

beforeEach(async () => {
  await bench.control('POST', 'reset', {})
  await bench.control('DELETE', 'faults')
  time = Date.UTC(2026, 0, 1)
  const storage = await openTestStorage()
  onTestFinished(() => storage.close())
  services = { stripe: bench.client(), storage, now: () => new Date(time) }
})

/** Services as after a restart, on the same database. */
const restarted = () => ({ ...services, stripe: bench.client() })

async function fetches(): Promise<number> {
  const { data } = await bench.control('GET', 'requests')
  return (data as unknown[]).length
}

const fault = (api: object) =>
  bench.control('POST', 'faults', { api: { path: '/v1/country_specs', times: 10, ...api } })

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
  await eventually(async () => expect(await fetches()).toBe(2))
})

test('a failure is not remembered', async () => {
  await fault({ status: 500, times: 1 })
  await expect(countrySpecs(services)).rejects.toThrow()
  expect(await countrySpecs(services)).not.toHaveLength(0)
})

test('are kept in the database for the next process, for which Stripe is not asked', async () => {
  const specs = await countrySpecs(services)
  expect(await countrySpecs(restarted())).toEqual(specs)
  expect(await fetches()).toBe(1)
})

test('that were never had are waited for by each no longer than they have time', async () => {
  await fault({ latency: 1, times: 1 })
  const impatient = waitingAtMost(50, () => countrySpecs(services))
  const patient = countrySpecs(services)
  await expect(impatient).rejects.toMatchObject({ code: 'stripe-unavailable', status: 503 })
  expect(await patient).not.toHaveLength(0)
  expect(await fetches()).toBe(1)
})

test('are asked for again when the last fetch hangs', async () => {
  vi.spyOn(performance, 'now').mockReturnValue(0)
  onTestFinished(() => {
    vi.restoreAllMocks()
  })
  await fault({ latency: 2, times: 1 })
  const asked = new Promise((resolve) => services.stripe.on('request', resolve))
  const hanging = countrySpecs(services)
  await asked
  vi.spyOn(performance, 'now').mockReturnValue(5_000)
  expect(await countrySpecs(services)).not.toHaveLength(0)
  expect(await hanging).not.toHaveLength(0)
})

test('that are old are better than none while Stripe does not answer', async () => {
  const specs = await countrySpecs(services)
  time += 30 * DAY
  await fault({ hang: true })
  expect(await countrySpecs(services)).toEqual(specs)
  expect(await countrySpecs(restarted())).toEqual(specs)
})

test('that begin again and again are no answer, and are not kept', async () => {
  let asked = 0
  const data = await countrySpecs(services)
  const server = createServer((_request, response) => {
    asked += 1
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ object: 'list', url: '/', has_more: true, data: data.slice(0, 2) }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const stripe = new Stripe('sk_test_x', { host: '127.0.0.1', port, protocol: 'http' })
  const storage = await openTestStorage()
  onTestFinished(() => storage.close())
  await expect(countrySpecs({ ...services, storage, stripe })).rejects.toMatchObject({
    code: 'stripe-unavailable',
  })
  expect(asked).toBe(2)
  expect(await storage.settings.get('country-specs')).toBeUndefined()
})
