import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type Stripe from 'stripe'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { startBench } from './support.ts'

const bench = await startBench()
const { stripe } = bench
const DAY = 24 * 60 * 60

interface Receiver {
  url: string
  events: Stripe.Event[]
  /** The next answers; 200 once empty. */
  answers: (number | 'redirect')[]
  secret: string
}

const servers: ReturnType<typeof createServer>[] = []
afterAll(() => {
  for (const server of servers) server.close().closeAllConnections()
})

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

/** Listens for webhooks, and keeps only those whose signature the SDK accepts. */
async function receiver(): Promise<Receiver> {
  const state: Receiver = { url: '', events: [], answers: [], secret: '' }
  const server = createServer(async (request, response) => {
    const body = await read(request)
    const signature = String(request.headers['stripe-signature'])
    state.events.push(stripe.webhooks.constructEvent(body, signature, state.secret))
    const answer = state.answers.shift() ?? 200
    if (answer === 'redirect') response.writeHead(302, { location: state.url }).end()
    else response.writeHead(answer).end()
  })
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return state
}

async function listen(
  params: Partial<Stripe.WebhookEndpointCreateParams> = {},
): Promise<Receiver & { id: string }> {
  const state = await receiver()
  const endpoint = await stripe.webhookEndpoints.create({
    url: state.url,
    enabled_events: ['*'],
    connect: true,
    ...params,
  })
  return Object.assign(state, { id: endpoint.id, secret: endpoint.secret ?? '' })
}

const createAccount = () => stripe.accounts.create({ type: 'custom', country: 'US' })
const idsOf = (events: Stripe.Event[]) => events.map(({ id }) => id)

async function pending(event: Stripe.Event): Promise<number> {
  const options = event.account === undefined ? {} : { stripeAccount: event.account }
  return (await stripe.events.retrieve(event.id, {}, options)).pending_webhooks
}

afterEach(async () => {
  await bench.control('DELETE', 'faults')
  const { data } = await stripe.webhookEndpoints.list({ limit: 100 })
  for (const { id } of data) await stripe.webhookEndpoints.del(id)
})

describe('webhook endpoints', () => {
  it('show their secret once', async () => {
    const created = await stripe.webhookEndpoints.create({
      url: 'https://example.com/',
      enabled_events: ['*'],
    })
    expect(created.secret).toMatch(/^whsec_\w{32,}$/)
    const again = await stripe.webhookEndpoints.retrieve(created.id)
    expect(again).not.toHaveProperty('secret')
    const updated = await stripe.webhookEndpoints.update(created.id, {
      disabled: true,
      metadata: { app: 'market' },
    })
    expect(updated).toMatchObject({ status: 'disabled', metadata: { app: 'market' } })
    await stripe.webhookEndpoints.del(created.id)
    await expect(stripe.webhookEndpoints.retrieve(created.id)).rejects.toMatchObject({
      code: 'resource_missing',
    })
  })

  it('refuse a type of event that does not exist', async () => {
    const create = stripe.webhookEndpoints.create({
      url: 'https://example.com/',
      enabled_events: ['payout.paid', 'account.deleted'] as never,
    })
    await expect(create).rejects.toMatchObject({ param: 'enabled_events[1]' })
  })

  it('refuse an address that is none', async () => {
    const create = stripe.webhookEndpoints.create({ url: 'ftp://example.com', enabled_events: ['*'] })
    await expect(create).rejects.toMatchObject({ code: 'url_invalid', param: 'url' })
  })
})

describe('delivery', () => {
  it('to one endpoint does not wait for another that hangs', async () => {
    let begun = 0
    const hanging = createServer(() => {
      begun += 1
    })
    servers.push(hanging)
    hanging.listen(0, '127.0.0.1')
    await once(hanging, 'listening')
    const { port } = hanging.address() as AddressInfo
    const url = `http://127.0.0.1:${port}/`
    await stripe.webhookEndpoints.create({ url, enabled_events: ['account.updated'], connect: true })
    const { events } = await listen({ enabled_events: ['account.updated'] })
    // Many times as many as are sent at once: behind the hanging endpoint they would take minutes.
    const created = await Promise.all(Array.from({ length: 80 }, createAccount))
    await eventually(() => expect(new Set(idsOf(events)).size).toBe(created.length))
    expect(begun).toBeGreaterThan(0)
  })

  it('brings signed events of connected accounts to a connect endpoint', async () => {
    const { events } = await listen()
    const account = await createAccount()
    await eventually(() => expect(events.length).toBeGreaterThan(0))
    expect(events.every((event) => event.account === account.id)).toBe(true)
    const [first] = events
    expect(first?.request?.id).toMatch(/^req_/)
    await eventually(async () => expect(first && (await pending(first))).toBe(0))
  })

  it('names the version that the endpoint was made for', async () => {
    const api_version = '2025-04-30.basil' as Stripe.WebhookEndpointCreateParams.ApiVersion
    const { events } = await listen({ api_version })
    await createAccount()
    await eventually(() => expect(events[0]).toMatchObject({ api_version }))
  })

  it('brings only the types that were asked for, and only to the right kind of endpoint', async () => {
    const wanted = await listen({ enabled_events: ['account.updated'] })
    const platform = await listen({ connect: false })
    const disabled = await listen()
    await stripe.webhookEndpoints.update(disabled.id, { disabled: true })
    const { id } = await createAccount()
    await stripe.accounts.update(id, { email: 'ada@example.com' })
    await eventually(() => expect(wanted.events.length).toBeGreaterThan(0))
    expect(new Set(wanted.events.map(({ type }) => type))).toEqual(new Set(['account.updated']))
    expect([...platform.events, ...disabled.events]).toEqual([])
  })

  it('tries again when it was refused, and counts a redirect as refusal', async () => {
    const state = await listen({ enabled_events: ['account.updated'] })
    state.answers.push(500, 'redirect')
    const { id } = await createAccount()
    await stripe.accounts.update(id, { email: 'ada@example.com' })
    const undelivered = () => stripe.events.list({ delivery_success: false }, { stripeAccount: id })
    expect((await undelivered()).data).not.toEqual([])
    const repeated = () => state.events.length - new Set(idsOf(state.events)).size
    await eventually(() => expect(repeated()).toBe(2))
    await eventually(async () => {
      const types = (await undelivered()).data.map(({ type }) => type)
      expect(types).not.toContain('account.updated')
    })
  })

  it('brings an event more than once when told to', async () => {
    await bench.control('POST', 'faults', { duplicate: 2 })
    const { events } = await listen({ enabled_events: ['account.updated'] })
    const { id } = await createAccount()
    await stripe.accounts.update(id, { email: 'ada@example.com' })
    await eventually(() => {
      const counts = idsOf(events).map((each) => idsOf(events).filter((other) => other === each).length)
      expect(counts.length).toBeGreaterThan(0)
      expect(counts.every((count) => count === 3)).toBe(true)
    })
  })

  it('loses events when told to, which the list of undelivered events shows', async () => {
    const { events } = await listen()
    await bench.control('POST', 'faults', { drop: ['account.updated'] })
    const { id } = await createAccount()
    await stripe.accounts.update(id, { email: 'ada@example.com' })
    await stripe.accounts.createPerson(id, { first_name: 'Ada' }).catch(() => undefined)
    const lost = await stripe.events.list(
      { delivery_success: false, types: ['account.updated'] },
      { stripeAccount: id },
    )
    expect(lost.data.length).toBeGreaterThan(0)
    expect(events.map(({ type }) => type)).not.toContain('account.updated')
  })

  it('brings every event, whatever the order, when told to shuffle', async () => {
    const { events } = await listen({ enabled_events: ['account.updated'] })
    const { id } = await createAccount()
    await bench.control('POST', 'faults', { shuffle: true })
    for (let index = 0; index < 12; index += 1) {
      await stripe.accounts.update(id, { metadata: { index: String(index) } })
    }
    const { data } = await stripe.events.list({ type: 'account.updated', limit: 100 }, { stripeAccount: id })
    await eventually(() => expect(new Set(idsOf(events))).toEqual(new Set(idsOf(data))))
  })
})

describe('an event', () => {
  it('is shown for thirty days', async () => {
    const { id } = await createAccount()
    await stripe.accounts.update(id, { email: 'ada@example.com' })
    const on = { stripeAccount: id }
    const list = async () => idsOf((await stripe.events.list({ type: 'account.updated' }, on)).data)
    const [event = ''] = await list()
    await bench.advance(30 * DAY - 60)
    expect(await list()).toContain(event)
    await bench.advance(61)
    expect(await list()).not.toContain(event)
    await expect(stripe.events.retrieve(event, {}, on)).rejects.toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      param: 'id',
    })
  })

  it('that is still to be delivered is, however far the clock is moved', async () => {
    const { events } = await listen({ enabled_events: ['balance.available'] })
    const { id } = await createAccount()
    const { now } = await bench.control('GET', 'clock')
    const available_on = Number(now) + DAY
    await bench.control('POST', 'fund', { account: id, amount: 1, currency: 'usd', available_on })
    await bench.advance(60 * DAY)
    await eventually(() => expect(events.map(({ created }) => created)).toEqual([available_on]))
  })
})

describe('a list of events', () => {
  it('is filtered by type, by types and by time', async () => {
    const { id } = await createAccount()
    await stripe.accounts.update(id, { email: 'ada@example.com' })
    const on = { stripeAccount: id }
    const updates = await stripe.events.list({ type: 'account.updated' }, on)
    expect(updates.data.length).toBeGreaterThan(0)
    expect((await stripe.events.list({ types: ['payout.paid'] }, on)).data).toEqual([])
    const latest = updates.data[0]?.created ?? 0
    expect((await stripe.events.list({ created: { gt: latest } }, on)).data).toEqual([])
    const both = stripe.events.list({ type: 'account.updated', types: ['payout.paid'] }, on)
    await expect(both).rejects.toMatchObject({ code: 'parameters_exclusive' })
  })
})
