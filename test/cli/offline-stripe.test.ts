/** The offline Stripe from the command line. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import Stripe from 'stripe'
import { expect, onTestFinished, test } from 'vitest'
import { some } from '../support/breadth.ts'
import { eventually } from '../support/eventually.ts'

const CLI = path.join(import.meta.dirname, '..', '..', 'dist', 'src', 'cli.js')
const SECRET = 'whsec_of_my_own'

async function start(...args: string[]) {
  const child = spawn(process.execPath, [CLI, 'offline-stripe', '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit')
  const stop = async () => {
    child.kill('SIGTERM')
    await exited
  }
  onTestFinished(stop)
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const { url, webhook_secret } = JSON.parse(line) as { url: string; webhook_secret?: string }
  const { hostname: host, port } = new URL(url)
  const stripe = new Stripe('sk_test_cli', { host, port, protocol: 'http', telemetry: false })
  return { stop, stripe, url, webhook_secret }
}

/** An app's webhook, which keeps the events whose signature is right. */
async function startApp(secret: () => string) {
  const events: Stripe.Event[] = []
  const server = createServer(async (request, response) => {
    const signature = String(request.headers['stripe-signature'])
    events.push(new Stripe('sk_test_app').webhooks.constructEvent(await text(request), signature, secret()))
    response.end()
  })
  onTestFinished(() => void server.close().closeAllConnections())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { events, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks` }
}

const typesOf = (events: Stripe.Event[]) => events.map(({ type }) => type)

test('forwards events of accounts and of the platform, signed with a secret of its own', async () => {
  const app = await startApp(() => SECRET)
  const { stripe, url, webhook_secret } = await start('--forward-to', app.url, '--webhook-secret', SECRET)
  expect(webhook_secret).toBe(SECRET)
  const upload = () =>
    stripe.files.create({ purpose: 'pci_document', file: { name: 'a.pdf', data: Buffer.from('%PDF-1') } })
  await stripe.accounts.create({ type: 'custom', country: 'US' })
  await upload()
  await eventually(() =>
    expect(typesOf(app.events)).toEqual(expect.arrayContaining(['account.updated', 'file.created'])),
  )
  const other = await stripe.webhookEndpoints.create({ url: app.url, enabled_events: ['payout.paid'] })
  expect(other.secret).toBe(SECRET)

  await fetch(`${url}/_offline-stripe/reset`, { method: 'POST' })
  const before = app.events.length
  await upload()
  await eventually(() => expect(typesOf(app.events.slice(before))).toEqual(['file.created']))
})

test('forwards to an address once, however often it starts on its file', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'forwarding-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = path.join(folder, 'stripe.sqlite')
  let secret = ''
  const app = await startApp(() => secret)
  for (let times = 1; times <= 2; times += 1) {
    const { stop, stripe, webhook_secret = '' } = await start('--data', file, '--forward-to', app.url)
    expect(webhook_secret).toMatch(/^whsec_\w+$/)
    secret = webhook_secret
    expect(await readFile(`${file}.address`, 'utf8')).not.toContain(webhook_secret)
    await stripe.accounts.create({ type: 'custom', country: 'US' })
    await eventually(() => expect(typesOf(app.events)).toEqual(Array(times).fill('account.updated')))
    expect((await stripe.webhookEndpoints.list()).data).toHaveLength(2)
    await stop()
  }
})

test('begins at a time, and verifies as quickly as it is told', async () => {
  const begin = Date.parse('2031-02-03T04:05:06Z') / 1000
  const { stripe } = await start('--now', '2031-02-03T04:05:06Z', '--verification-seconds', '0')
  const { id, created = 0 } = await stripe.accounts.create({
    type: 'custom',
    country: 'US',
    business_type: 'individual',
    capabilities: { transfers: { requested: true } },
    external_account: 'btok_us_verified',
    individual: {
      address: { line1: '12 Kiln Lane', city: 'San Francisco', state: 'CA', postal_code: '94103' },
      dob: { day: 17, month: 4, year: 1985 },
      email: 'ada@example.com',
      first_name: 'Ada',
      last_name: 'Example',
      phone: '0000000000',
      ssn_last_4: '6789',
    },
    tos_acceptance: { date: 1_700_000_000, ip: '203.0.113.7' },
  })
  expect(created).toBeGreaterThanOrEqual(begin)
  expect(created).toBeLessThan(begin + 600)
  expect((await stripe.accounts.retrieve(id)).payouts_enabled).toBe(true)
})

const REFUSED: [option: string, value: string][] = [
  ['--forward-to', 'localhost'],
  ['--webhook-secret', 'secret'],
  ['--verification-seconds', 'soon'],
  ['--now', 'tomorrow'],
  ['--port', '70000'],
  ['--public-url', 'localhost'],
]

test.each(some(REFUSED, 2))('refuses %s %s in one line', async (option, value) => {
  const child = spawn(process.execPath, [CLI, 'offline-stripe', option, value], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const said = await text(child.stderr)
  expect(said).toMatch(new RegExp(`^${option} must [^\\n]*Usage:[^\\n]*\\n$`))
  expect(child.exitCode ?? (await once(child, 'exit'))[0]).toBe(1)
})
