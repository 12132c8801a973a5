import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Libsql from 'libsql'
import Stripe from 'stripe'
import { expect, it, onTestFinished } from 'vitest'
import { startOfflineStripe } from '../../src/offline-stripe/start.ts'

it('what can no longer be asked for leaves the file', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'forgetting-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = path.join(folder, 'stripe.sqlite')
  const offlineStripe = await startOfflineStripe({ file })
  const { hostname: host, port } = new URL(offlineStripe.url)
  const stripe = new Stripe('sk_test_forgetting', { host, port, protocol: 'http', telemetry: false })
  const create = (idempotencyKey: string) =>
    stripe.accounts.create({ type: 'custom', country: 'US' }, { idempotencyKey })

  const { id } = await create('one')
  await stripe.accounts.update(id, { email: 'ada@example.com' }, { idempotencyKey: 'two' })
  const body = new URLSearchParams({ advance: String(31 * 24 * 60 * 60) })
  await fetch(`${offlineStripe.url}/_offline-stripe/clock`, { method: 'POST', body })
  const { id: later } = await create('three')
  await offlineStripe.close()

  const database = new Libsql(file)
  onTestFinished(() => void database.close())
  const rows = (kind: string) =>
    database
      .prepare('select id, account from objects where kind = ? order by seq')
      .all(kind)
      .map((row) => row as { id: string; account: string | null })
  expect(rows('account').map((row) => row.id)).toEqual([id, later])
  expect(rows('_idempotency').map((row) => row.id)).toEqual(['platform/three'])
  expect(rows('event').filter(({ account }) => account === id)).toEqual([])
})
