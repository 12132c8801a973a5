import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import Stripe from 'stripe'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { startCheckedOfflineStripe } from './oracle.ts'
import { type Recording, recordAnswers } from './recorded-answers.ts'

const main = fileURLToPath(new URL('../../dist/src/offline-stripe/main.js', import.meta.url))
const children = new Set<ChildProcess>()
let directory: string
let recording: Recording

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'offline-stripe-'))
  recording = await recordAnswers()
})

afterEach(async () => {
  await Promise.all([...children].map(kill))
})

afterAll(async () => {
  await rm(directory, { recursive: true, force: true })
  await recording.check()
})

async function kill(child: ChildProcess): Promise<void> {
  children.delete(child)
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

interface Running {
  child: ChildProcess
  url: string
  stripe: Stripe
}

async function start(file: string): Promise<Running> {
  const child = spawn(process.execPath, [main, '--port', '0', '--data', file], {
    env: { ...process.env, ...recording.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.add(child)
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const { url } = JSON.parse(line) as { url: string }
  const { hostname: host, port } = new URL(url)
  const stripe = new Stripe('sk_test_restart', {
    host,
    port,
    protocol: 'http',
    telemetry: false,
    maxNetworkRetries: 0,
  })
  return { child, url, stripe }
}

/** Runs the process until it ends by itself. */
async function fail(args: string[]): Promise<{ code: number | null; stderr: string; stdout: string }> {
  const child = spawn(process.execPath, [main, ...args])
  children.add(child)
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => {
    output.stdout += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    output.stderr += chunk.toString()
  })
  const [code] = (await once(child, 'close')) as [number | null]
  children.delete(child)
  return { code, ...output }
}

const addressBeside = async (file: string) => JSON.parse(await readFile(`${file}.address`, 'utf8'))

const control = (url: string, path: string, body: object) =>
  fetch(`${url}/_offline-stripe/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })

describe('a restart', () => {
  it('finds everything that was answered, and is found, although the process was killed', async () => {
    const file = join(directory, 'killed.sqlite')
    const first = await start(file)
    const known: string[] = []
    const writing = (async () => {
      for (;;) known.push((await first.stripe.accounts.create({ type: 'custom', country: 'US' })).id)
    })()
    await eventually(() => expect(known.length).toBeGreaterThan(20))
    await Promise.all([kill(first.child), expect(writing).rejects.toThrow()])

    const { stripe, url } = await start(file)
    expect(await addressBeside(file)).toEqual({ url })
    const { data } = await stripe.accounts.list({ limit: 100 })
    const found = data.map(({ id }) => id)
    expect(found).toEqual(expect.arrayContaining(known.slice(-50)))
    for (const account of known.slice(-5)) {
      const events = await stripe.events.list({}, { stripeAccount: account })
      expect(events.data).not.toEqual([])
    }
  })

  it('in the same process finds the file free and everything in it', async () => {
    const file = join(directory, 'closed.sqlite')
    const known: string[] = []
    for (let run = 0; run < 3; run += 1) {
      const offlineStripe = await startCheckedOfflineStripe({ file })
      const { hostname: host, port } = new URL(offlineStripe.url)
      const stripe = new Stripe('sk_test_restart', { host, port, protocol: 'http', telemetry: false })
      known.unshift((await stripe.accounts.create({ type: 'custom', country: 'US' })).id)
      const { data } = await stripe.accounts.list()
      expect(data.map(({ id }) => id)).toEqual(expect.arrayContaining(known))
      await offlineStripe.close()
    }
  })

  it('remembers idempotency keys and the time, and does what was to be done', async () => {
    const file = join(directory, 'clock.sqlite')
    const first = await start(file)
    const create = ({ stripe }: Running) =>
      stripe.accounts.create({ type: 'custom', country: 'US' }, { idempotencyKey: 'once' })
    const { id: account } = await create(first)
    const moved = await control(first.url, 'clock', { advance: 3600 })
    const { now } = (await moved.json()) as { now: number }
    await control(first.url, 'fund', { account, amount: 5, currency: 'usd', available_on: now + 60 })
    await kill(first.child)

    const second = await start(file)
    expect((await create(second)).id).toBe(account)
    await control(second.url, 'clock', { advance: 120 })
    const { available } = await second.stripe.balance.retrieve({}, { stripeAccount: account })
    expect(available).toMatchObject([{ amount: 5, currency: 'usd' }])
    const { data } = await second.stripe.events.list(
      { type: 'balance.available' },
      { stripeAccount: account },
    )
    expect(data).toHaveLength(1)
    expect(data[0]?.created).toBe(now + 60)
  })

  it('delivers what was still to be delivered', async () => {
    const received: string[] = []
    let isDown = true
    const server = createServer((request, response) => {
      request.resume().on('end', () => response.writeHead(isDown ? 503 : 200).end())
      if (!isDown) received.push(request.headers['stripe-signature']?.toString() ?? '')
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')

    const file = join(directory, 'deliveries.sqlite')
    const first = await start(file)
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    await first.stripe.webhookEndpoints.create({ url, enabled_events: ['account.updated'], connect: true })
    const { id } = await first.stripe.accounts.create({ type: 'custom', country: 'US' })
    await first.stripe.accounts.update(id, { email: 'ada@example.com' })
    await kill(first.child)

    isDown = false
    const { stripe } = await start(file)
    await eventually(() => expect(received.length).toBeGreaterThan(0))
    await eventually(async () => {
      const { data } = await stripe.events.list(
        { delivery_success: false, type: 'account.updated' },
        { stripeAccount: id },
      )
      expect(data).toEqual([])
    })
    server.close().closeAllConnections()
  })

  it('from the beginning forgets all of it', async () => {
    const { url, stripe } = await start(join(directory, 'reset.sqlite'))
    await stripe.accounts.create({ type: 'custom', country: 'US' })
    await control(url, 'clock', { advance: 1_000_000 })
    await control(url, 'reset', {})
    expect((await stripe.accounts.list()).data).toEqual([])
    const clock = await fetch(`${url}/_offline-stripe/clock`)
    const { now } = (await clock.json()) as { now: number }
    expect(Math.abs(now - Date.now() / 1000)).toBeLessThan(60)
  })
})

describe('the process', () => {
  it('shows beside its data where it is until it stops, as it is told to', async () => {
    const file = join(directory, 'stop.sqlite')
    const { child, url } = await start(file)
    expect(await addressBeside(file)).toEqual({ url })
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
    children.delete(child)
    await expect(addressBeside(file)).rejects.toThrow('ENOENT')
  })

  it('says in one line that its port is taken', async () => {
    const { url } = await start(join(directory, 'port.sqlite'))
    const { code, stderr, stdout } = await fail(['--port', new URL(url).port])
    expect(code).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^The offline Stripe cannot listen on .*: the port is in use\.\n$/)
  })

  it('says in one line that its file is in use, or is something else', async () => {
    const used = join(directory, 'used.sqlite')
    await start(used)
    expect((await fail(['--port', '0', '--data', used])).stderr).toContain('another one uses it')
    const other = join(directory, 'other.sqlite')
    await writeFile(other, 'This is a letter and not a database. '.repeat(50))
    for (const file of [used, other, '/nowhere/at/all.sqlite']) {
      const { code, stderr } = await fail(['--port', '0', '--data', file])
      expect(code).toBe(1)
      expect(stderr).toMatch(/^The offline Stripe cannot use the file [^\n]+\n$/)
      expect(stderr).toContain(file)
    }
  })

  it.each([
    ['a port that is none', ['--port', 'http'], /--port must be a number/],
    ['an option that does not exist', ['--nonsense'], /Usage/],
  ])('says in one line that it was given %s', async (_name, args, message) => {
    const { code, stderr } = await fail(args)
    expect(code).toBe(1)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).toMatch(message)
  })
})
