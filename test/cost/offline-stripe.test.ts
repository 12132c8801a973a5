/** What the offline Stripe costs with many accounts, in work and in space. */
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Stripe from 'stripe'
import { expect, onTestFinished, test } from 'vitest'
import { type OfflineStripe, startOfflineStripe } from '../../src/offline-stripe/start.ts'
import { SqliteStore } from '../../src/offline-stripe/store.ts'
import { expectSimilar } from './growth.ts'

async function newFile(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'many-accounts-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return path.join(folder, 'stripe.sqlite')
}

function clientOf({ url }: OfflineStripe): Stripe {
  const { hostname: host, port } = new URL(url)
  return new Stripe('sk_test_many', { host, port, protocol: 'http', telemetry: false })
}

const SELLER: Stripe.AccountCreateParams = {
  type: 'custom',
  country: 'US',
  business_type: 'individual',
  capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
  external_account: 'btok_us_verified',
  individual: {
    dob: { day: 1, month: 1, year: 1901 },
    address: { line1: '12 Kiln Lane', city: 'San Francisco', state: 'CA', postal_code: '94103' },
  },
}

test('a list of accounts by a time at which none was made reads none', async () => {
  const file = await newFile()
  const first = await startOfflineStripe({ file })
  const { id } = await clientOf(first).accounts.create(SELLER)
  await first.close()
  const store = new SqliteStore(file, '')
  const row = store.get<Stripe.Account>('account', id)
  if (!row) throw new Error('The account is not in the file.')
  store.transaction(() => {
    for (let index = 1; index <= 8000; index += 1)
      store.put('account', { ...row, id: `acct_${index}`, created: row.created - index })
  })
  store.close()

  const offlineStripe = await startOfflineStripe({ file })
  onTestFinished(() => offlineStripe.close())
  const { accounts } = clientOf(offlineStripe)
  const list = async (created: Stripe.RangeQueryParam) =>
    (await accounts.list({ created, limit: 1 })).data.length
  expect([await list({ lt: 1000 }), await list({ gte: row.created })]).toEqual([0, 1])
  await expectSimilar([{ gte: row.created }, 'one that was made'], [{ lt: 1000 }, 'none'], list)
  await expectSimilar(
    [{ gte: row.created }, 'one'],
    [{ gt: row.created - 4000, lte: row.created - 4000 }, 'none'],
    list,
  )
})

test('a seller takes some kilobytes of the file, with the events and the answer that is kept', async () => {
  const file = await newFile()
  const sellers = 100
  const sizeAfter = async (count: number) => {
    const offlineStripe = await startOfflineStripe({ file, verificationSeconds: 0 })
    const { accounts } = clientOf(offlineStripe)
    for (let index = 0; index < count; index += 1) {
      const names = { first_name: `Ada ${index}`, last_name: 'Example', email: `ada-${index}@example.com` }
      const individual = { ...SELLER.individual, ...names }
      const { id } = await accounts.create({ ...SELLER, individual }, { idempotencyKey: `create-${index}` })
      await accounts.update(id, { metadata: { seller: String(index) } })
    }
    await offlineStripe.close()
    return (await stat(file)).size
  }
  const empty = await sizeAfter(0)
  expect(((await sizeAfter(sellers)) - empty) / sellers).toBeLessThan(8 * 1024)
})

test('ten years in which nothing happens take the clock little longer than a season', async () => {
  const offlineStripe = await startOfflineStripe({ verificationSeconds: 0 })
  onTestFinished(() => offlineStripe.close())
  const { accounts } = clientOf(offlineStripe)
  for (let index = 0; index < 10; index += 1) await accounts.create(SELLER)
  const advance = async (days: number) => {
    const body = new URLSearchParams({ advance: String(days * 24 * 60 * 60) })
    const answer = await fetch(`${offlineStripe.url}/_offline-stripe/clock`, { method: 'POST', body })
    expect(answer.status).toBe(200)
  }
  await expectSimilar([90, 'a season'], [3600, 'ten years'], advance, 3)
})
