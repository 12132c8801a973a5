import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Libsql from 'libsql'
import Stripe from 'stripe'
import { expect, it, onTestFinished } from 'vitest'
import { startOfflineStripe } from '../../src/offline-stripe/start.ts'

/** The table of a file from before objects were compressed. */
const FORMER = `
  CREATE TABLE objects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    account TEXT,
    created INTEGER NOT NULL,
    object TEXT NOT NULL,
    secret TEXT NOT NULL,
    UNIQUE (kind, id)
  ) STRICT;
  CREATE INDEX objects_newest ON objects (kind, created, seq);
  CREATE INDEX objects_newest_of_account ON objects (kind, account, created, seq);
  CREATE INDEX objects_id ON objects (id);
`

it('goes on with a file from before objects were compressed', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'older-file-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = path.join(folder, 'stripe.sqlite')
  const database = new Libsql(file)
  database.exec(FORMER)
  const insert = database.prepare(
    'INSERT INTO objects (kind, id, account, created, object, secret) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const token = {
    id: 'pii_1',
    object: 'token',
    client_ip: null,
    created: 1,
    livemode: false,
    type: 'pii',
    used: false,
  }
  insert.run('token', 'pii_1', null, 1, JSON.stringify(token), JSON.stringify({ id_number: '000000000' }))
  database.close()

  for (const used of [false, true]) {
    const offlineStripe = await startOfflineStripe({ file })
    const { hostname: host, port } = new URL(offlineStripe.url)
    const stripe = new Stripe('sk_test_older', { host, port, protocol: 'http', telemetry: false })
    expect(await stripe.tokens.retrieve('pii_1')).toEqual({ ...token, used })
    if (!used)
      await stripe.accounts.create({ business_type: 'individual', individual: { id_number: 'pii_1' } })
    await offlineStripe.close()
  }
})
