import { afterEach, describe, expect, it } from 'vitest'
import { startBench } from './support.ts'

const bench = await startBench()
const { stripe } = bench
const DAY = 24 * 60 * 60

let used = 0
function newKey(): string {
  used += 1
  return `key-${used}`
}

const create = (idempotencyKey: string, email = 'ada@example.com') =>
  stripe.accounts.create({ type: 'custom', country: 'US', email }, { idempotencyKey })

afterEach(async () => {
  await bench.control('DELETE', 'faults')
})

describe('an idempotency key', () => {
  it('gives the first answer again, and says so', async () => {
    const key = newKey()
    const first = await create(key)
    const second = await create(key)
    expect(second.id).toBe(first.id)
    expect(second.lastResponse.headers['idempotent-replayed']).toBe('true')
    expect(second.lastResponse.headers['original-request']).toBe(first.lastResponse.requestId)
    expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined()
  })

  it('refuses other parameters and another endpoint', async () => {
    const key = newKey()
    await create(key)
    await expect(create(key, 'eve@example.com')).rejects.toMatchObject({
      statusCode: 400,
      type: 'StripeIdempotencyError',
    })
    const elsewhere = stripe.webhookEndpoints.create(
      { url: 'https://example.com', enabled_events: ['*'] },
      { idempotencyKey: key },
    )
    await expect(elsewhere).rejects.toMatchObject({
      type: 'StripeIdempotencyError',
      message: expect.stringContaining("('/v1/webhook_endpoints' vs '/v1/accounts')"),
    })
  })

  it('does not care in which order the parameters are', async () => {
    const idempotencyKey = newKey()
    const one = await stripe.accounts.create(
      { type: 'custom', email: 'ada@example.com', metadata: { a: '1', b: '2' } },
      { idempotencyKey },
    )
    const other = await stripe.accounts.create(
      { metadata: { b: '2', a: '1' }, email: 'ada@example.com', type: 'custom' },
      { idempotencyKey },
    )
    expect(other.id).toBe(one.id)
    const listed = (
      ...enabled_events: ['payout.paid' | 'person.created', 'payout.paid' | 'person.created']
    ) =>
      stripe.webhookEndpoints.create(
        { url: 'https://example.com', enabled_events },
        { idempotencyKey: `${idempotencyKey}-list` },
      )
    await listed('payout.paid', 'person.created')
    await expect(listed('person.created', 'payout.paid')).rejects.toMatchObject({
      type: 'StripeIdempotencyError',
    })
  })

  it('remembers a failure, but not a malformed call', async () => {
    const account = await create(newKey())
    const on = { stripeAccount: account.id }
    const failing = newKey()
    const payOut = (amount: number, idempotencyKey: string) =>
      stripe.payouts.create({ amount, currency: 'usd' }, { ...on, idempotencyKey })
    const failure = await payOut(1, failing).catch((error: Error) => error)
    expect(failure).toMatchObject({ code: 'payouts_not_allowed', headers: { 'idempotency-key': failing } })
    const again = await payOut(1, failing).catch((error: Error) => error)
    expect(again).toMatchObject({ code: 'payouts_not_allowed', headers: { 'idempotent-replayed': 'true' } })

    const malformed = newKey()
    await expect(payOut(0, malformed)).rejects.toMatchObject({ param: 'amount' })
    await expect(payOut(1, malformed)).rejects.toMatchObject({ code: 'payouts_not_allowed' })
  })

  it('belongs to one account', async () => {
    const [one, other] = [await create(newKey()), await create(newKey())]
    const key = newKey()
    const upload = (account: string) =>
      stripe.files.create(
        {
          purpose: 'pci_document',
          file: { name: 'a.pdf', type: 'application/pdf', data: Buffer.from('%PDF-1') },
        },
        { stripeAccount: account, idempotencyKey: key },
      )
    expect((await upload(one.id)).id).not.toBe((await upload(other.id)).id)
  })

  it('is in use while its call is carried out', async () => {
    await bench.control('POST', 'faults', { api: { path: '/v1/accounts', latency: 1 } })
    const key = newKey()
    const results = await Promise.allSettled([create(key), create(key)])
    const refused = results.find(({ status }) => status === 'rejected')
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(refused).toMatchObject({ reason: { statusCode: 409, code: 'idempotency_key_in_use' } })
  })

  it('is forgotten after a day', async () => {
    const key = newKey()
    const first = await create(key)
    await bench.advance(DAY - 60)
    expect((await create(key)).id).toBe(first.id)
    await bench.advance(61)
    expect((await create(key)).id).not.toBe(first.id)
  })

  it.each([
    ['an error', { status: 500 }],
    ['silence', { hang: true }],
  ])('does a call once although its answer was lost to %s', async (_name, fault) => {
    const before = (await stripe.accounts.list({ limit: 100 })).data.length
    await bench.control('POST', 'faults', {
      api: { method: 'POST', path: '/v1/accounts', done: true, ...fault },
    })
    const patient = bench.client({ maxNetworkRetries: 2, timeout: 1000 })
    const account = await patient.accounts.create({ type: 'custom', country: 'US' })
    const { data } = await stripe.accounts.list({ limit: 100 })
    expect(data).toHaveLength(before + 1)
    expect(data[0]?.id).toBe(account.id)
  })

  it.each([undefined, true])('answers a key again with its failure if that is kept: %s', async (kept) => {
    await bench.control('POST', 'faults', { api: { method: 'POST', path: '/v1/accounts', kept } })
    const create = () =>
      stripe.accounts.create({ type: 'custom', country: 'US' }, { idempotencyKey: `fails ${kept}` })
    await expect(create()).rejects.toMatchObject({ statusCode: 500 })
    if (kept) await expect(create()).rejects.toMatchObject({ statusCode: 500 })
    else await expect(create()).resolves.toMatchObject({ object: 'account' })
  })
})
