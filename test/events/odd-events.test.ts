/** Every body that Stripe has signed is accepted: once, visibly, and without a retry that could not help. */
import { pino } from 'pino'
import { beforeEach, describe, expect, test } from 'vitest'
import { connectWebhook } from '../../src/events/receive.ts'
import { inboxStore } from '../../src/events/store/inbox.ts'
import { startInboxWorker } from '../../src/events/worker.ts'
import { eventually } from '../support/eventually.ts'
import { HARMLESS, signBytes, UNAPPLIABLE } from './odd-bodies.ts'
import { anotherProcess, expectMirrored, register, startPlatform } from './support.ts'

const SECRET = 'whsec_odd'
const market = await startPlatform()
const lines: { level: number; requestId?: string; eventid?: string }[] = []
const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
const services = await anotherProcess(market, { log })
services.config.stripe.webhookSecrets = [SECRET]
const inbox = inboxStore(services.storage)

beforeEach(() => {
  lines.length = 0
})

const ALL = { offset: 0, limit: undefined }

function post(body: Buffer) {
  return connectWebhook.receive(services, { body, signature: signBytes(body, SECRET), requestId: 'req_1' })
}

const accepted = { status: 200, body: { received: true } }

describe.each(UNAPPLIABLE)('%s', (_name, body) => {
  test('is kept once as a dead letter, and told once', async () => {
    const before = await inbox.figures()
    for (let delivery = 0; delivery < 3; delivery += 1) expect(await post(body)).toEqual(accepted)
    expect(await inbox.figures()).toMatchObject({ waiting: before.waiting, dead: before.dead + 1 })
    const [letter] = await inbox.dead({ offset: 0, limit: 1 })
    expect(letter).toMatchObject({ failure: expect.stringMatching(/^(It|No) .*\.$/), appliedAt: undefined })
    expect(lines).toMatchObject([{ level: 50, requestId: 'req_1', eventid: expect.any(String) }])
    expect(JSON.stringify(lines).length).toBeLessThan(2_000)
  })
})

describe('a dead letter', () => {
  test('is found at the account that it names, under its own id', async () => {
    const body = Buffer.from(
      '{"id":"evt_named","account":"acct_named","type":"payout.paid","livemode":false}',
    )
    await post(body)
    expect(await inbox.ofAccount('acct_named', ALL)).toMatchObject([
      { eventid: 'evt_named', type: 'payout.paid', payload: JSON.parse(body.toString()) },
    ])
  })

  test('of what is no JSON keeps its beginning', async () => {
    await post(Buffer.from(`no JSON ${'x'.repeat(500_000)}`))
    const [letter] = await inbox.dead({ offset: 0, limit: 1 })
    expect(letter).toMatchObject({ eventid: expect.stringMatching(/^body-/), type: 'unknown' })
    expect(letter?.payload).toMatch(/^no JSON x{100,20000}$/)
  })
})

test.each(HARMLESS)('%s is kept, and is no dead letter', async (_name, body) => {
  const before = await inbox.figures()
  expect(await post(body)).toEqual(accepted)
  expect(await inbox.figures()).toMatchObject({ waiting: before.waiting + 1, dead: before.dead })
  expect(lines).toEqual([])
})

test('a body that nobody signed is refused, also when it is no text', async () => {
  const body = Buffer.from('fffe', 'hex')
  for (const signature of [signBytes(Buffer.from('fffd', 'hex'), SECRET), signBytes(body, 'whsec_other')])
    expect(await connectWebhook.receive(services, { body, signature, requestId: 'req' })).toMatchObject({
      status: 400,
    })
})

test('all of it is worked off, and ordinary events are applied beside it', async () => {
  const { id } = await register(market)
  await market.bench.stripe.accounts.update(id, { email: 'beside@example.com' })
  const { data: events } = await market.bench.stripe.events.list({ limit: 10 }, { stripeAccount: id })
  for (const event of events) expect(await post(Buffer.from(JSON.stringify(event)))).toEqual(accepted)
  const { dead } = await inbox.figures()
  expect(await inbox.retryDead(services.now())).toBe(dead)
  const worker = startInboxWorker(services)
  try {
    await eventually(async () => expect(await inbox.figures()).toMatchObject({ waiting: 0, dead }))
    await expectMirrored(market, id)
  } finally {
    await worker.stop()
  }
})
