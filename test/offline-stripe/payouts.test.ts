import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { activeAccount, available, fundedAccount, MANUAL, startBench } from './support.ts'

const HOUR = 60 * 60
const DAY = 24 * HOUR

const bench = await startBench({ verificationSeconds: 0 })
const { stripe } = bench

async function eventTypes(account: string): Promise<string[]> {
  const { data } = await stripe.events.list({ type: 'payout.*', limit: 100 }, { stripeAccount: account })
  return data.map(({ type }) => type).reverse()
}

describe('a payout that a platform makes', () => {
  it('is pending, then in transit, then paid, and each step is an event', async () => {
    const { account, on } = await fundedAccount(bench, { settings: MANUAL })
    const payout = await stripe.payouts.create(
      { amount: 4000, currency: 'usd', metadata: { batch: '7' } },
      on,
    )
    expect(payout).toMatchObject({ status: 'pending', automatic: false, metadata: { batch: '7' } })
    expect(await available(bench, account)).toBe(6000)

    await bench.advance(2 * HOUR)
    expect(await stripe.payouts.retrieve(payout.id, {}, on)).toMatchObject({ status: 'in_transit' })
    await bench.advance(payout.arrival_date - payout.created)
    expect(await stripe.payouts.retrieve(payout.id, {}, on)).toMatchObject({ status: 'paid' })
    expect(await eventTypes(account)).toEqual(['payout.created', 'payout.updated', 'payout.paid'])
  })

  it('expands its transaction and its destination', async () => {
    const { on } = await fundedAccount(bench, { settings: MANUAL })
    const { id } = await stripe.payouts.create({ amount: 100, currency: 'usd' }, on)
    const payout = await stripe.payouts.retrieve(id, { expand: ['balance_transaction', 'destination'] }, on)
    expect(payout.balance_transaction).toMatchObject({ amount: -100, type: 'payout', source: id })
    expect(payout.destination).toMatchObject({ object: 'bank_account', currency: 'usd' })
    const [listed] = (await stripe.payouts.list({ expand: ['data.balance_transaction.source'] }, on)).data
    expect(listed?.balance_transaction).toMatchObject({ source: { id, object: 'payout' } })
    await expect(stripe.payouts.retrieve(id, { expand: ['amount'] }, on)).rejects.toThrow(
      /cannot be expanded/,
    )
  })

  it('can be canceled while it is pending, which gives the money back', async () => {
    const { account, on } = await fundedAccount(bench, { settings: MANUAL })
    const { id } = await stripe.payouts.create({ amount: 4000, currency: 'usd' }, on)
    expect(await stripe.payouts.cancel(id, {}, on)).toMatchObject({ status: 'canceled' })
    expect(await available(bench, account)).toBe(10_000)
    await expect(stripe.payouts.cancel(id, {}, on)).rejects.toMatchObject({ statusCode: 400 })
    await bench.advance(7 * DAY)
    expect(await stripe.payouts.retrieve(id, {}, on)).toMatchObject({ status: 'canceled' })
  })

  it('is refused beyond the balance, in a foreign currency, and before payouts are enabled', async () => {
    const { on } = await fundedAccount(bench, { settings: MANUAL })
    const create = (params: Partial<Stripe.PayoutCreateParams>) =>
      stripe.payouts.create({ amount: 100, currency: 'usd', ...params }, on)
    await expect(create({ amount: 10_001 })).rejects.toMatchObject({ code: 'balance_insufficient' })
    for (const source_type of ['bank_account', 'fpx'] as const)
      await expect(create({ source_type })).rejects.toMatchObject({ code: 'balance_insufficient' })
    expect(await create({ source_type: 'card' })).toMatchObject({ amount: 100, source_type: 'card' })
    await expect(create({ currency: 'eur' })).rejects.toMatchObject({ param: 'currency' })
    await expect(create({ amount: 0 })).rejects.toMatchObject({
      code: 'parameter_invalid_integer',
      param: 'amount',
    })
    const { id: fresh } = await stripe.accounts.create({ type: 'custom', country: 'US' })
    const early = stripe.payouts.create({ amount: 1, currency: 'usd' }, { stripeAccount: fresh })
    await expect(early).rejects.toMatchObject({ code: 'payouts_not_allowed' })
  })

  it('is invisible to another account', async () => {
    const { on } = await fundedAccount(bench, { settings: MANUAL })
    const { id } = await stripe.payouts.create({ amount: 100, currency: 'usd' }, on)
    const other = await activeAccount(bench, {})
    await expect(stripe.payouts.retrieve(id, {}, { stripeAccount: other })).rejects.toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
    })
  })

  it('merges metadata: keys that are not named stay, empty ones go', async () => {
    const { on } = await fundedAccount(bench, { settings: MANUAL })
    const { id } = await stripe.payouts.create(
      { amount: 1, currency: 'usd', metadata: { a: '1', b: '2' } },
      on,
    )
    const merged = await stripe.payouts.update(id, { metadata: { b: '', c: '3' } }, on)
    expect(merged.metadata).toEqual({ a: '1', c: '3' })
    expect((await stripe.payouts.update(id, { metadata: '' }, on)).metadata).toEqual({})
    await stripe.payouts.update(id, { metadata: {} }, on)
    const { data } = await stripe.events.list({ type: 'payout.updated' }, on)
    expect(data.map((event) => event.data.previous_attributes)).toEqual([
      { metadata: { a: '1', c: '3' } },
      { metadata: { b: '2', c: null } },
    ])
  })
})

describe('an instant payout', () => {
  it('takes what the balance says can be paid out instantly', async () => {
    const { account, on } = await fundedAccount(bench, { settings: MANUAL })
    const { instant_available } = await stripe.balance.retrieve({}, on)
    expect(instant_available).toMatchObject([{ amount: 10_000, currency: 'usd' }])
    const payout = await stripe.payouts.create({ amount: 10_000, currency: 'usd', method: 'instant' }, on)
    expect(payout).toMatchObject({ method: 'instant', arrival_date: payout.created + HOUR / 2 })
    await stripe.accounts.update(account, {
      external_account: {
        object: 'bank_account',
        country: 'US',
        currency: 'usd',
        routing_number: '110000000',
        account_number: '000888888883',
      },
    })
    expect(await stripe.balance.retrieve({}, on)).not.toHaveProperty('instant_available')
    await bench.control('POST', 'fund', { account, amount: 100, currency: 'usd' })
    await expect(
      stripe.payouts.create({ amount: 1, currency: 'usd', method: 'instant' }, on),
    ).rejects.toMatchObject({ code: 'instant_payouts_unsupported' })
  })
})

describe('a payout to a failing bank account', () => {
  it.each([
    ['000111111116', 'no_account'],
    ['000111111113', 'account_closed'],
    ['000222222227', 'insufficient_funds'],
    ['000333333335', 'debit_not_authorized'],
    ['000444444440', 'invalid_currency'],
  ])('to %s fails with %s, gives the money back and disables the account', async (accountNumber, code) => {
    const { account, on } = await fundedAccount(bench, { accountNumber, settings: MANUAL })
    const { id } = await stripe.payouts.create({ amount: 2500, currency: 'usd' }, on)
    await bench.advance(7 * DAY)
    const payout = await stripe.payouts.retrieve(
      id,
      { expand: ['destination', 'failure_balance_transaction'] },
      on,
    )
    expect(payout).toMatchObject({
      status: 'failed',
      failure_code: code,
      destination: { status: 'errored' },
      failure_balance_transaction: { amount: 2500, type: 'payout_failure' },
    })
    expect(await available(bench, account)).toBe(10_000)
    const { external_accounts } = await stripe.accounts.retrieve(account)
    expect(external_accounts?.data).toMatchObject([{ status: 'errored' }])
    const { data: events } = await stripe.events.list({ type: 'account.external_account.updated' }, on)
    expect(events[0]?.data).toMatchObject({
      object: { status: 'errored' },
      previous_attributes: { status: 'new' },
    })
    await expect(stripe.payouts.create({ amount: 1, currency: 'usd' }, on)).rejects.toMatchObject({
      code: 'payouts_not_allowed',
    })
  })

  it('makes the account owe another bank account, and goes on once it has one', async () => {
    const { account, on } = await fundedAccount(bench, { accountNumber: '000111111116', settings: MANUAL })
    await stripe.payouts.create({ amount: 2500, currency: 'usd' }, on)
    await bench.advance(7 * DAY)
    expect(await stripe.accounts.retrieve(account)).toMatchObject({
      payouts_enabled: false,
      requirements: {
        currently_due: ['external_account'],
        past_due: ['external_account'],
        disabled_reason: 'requirements.past_due',
      },
    })
    const { data } = await stripe.events.list({ type: 'account.updated' }, on)
    expect(data[0]?.data.object).toMatchObject({ payouts_enabled: false })
    await stripe.accounts.createExternalAccount(account, {
      external_account: 'btok_us_verified',
      default_for_currency: true,
    })
    expect(await stripe.accounts.retrieve(account)).toMatchObject({
      payouts_enabled: true,
      requirements: { currently_due: [], disabled_reason: null },
    })
    await expect(stripe.payouts.create({ amount: 1, currency: 'usd' }, on)).resolves.toBeTruthy()
  })
})

describe('automatic payouts', () => {
  it('pay out daily what is available, and name what they paid out', async () => {
    const { account, on } = await fundedAccount(bench)
    await bench.control('POST', 'fund', { account, amount: 500, currency: 'usd' })
    await bench.advance(DAY)
    const { data } = await stripe.payouts.list({}, on)
    expect(data).toMatchObject([{ automatic: true, amount: 10_500 }])
    const transactions = await stripe.balanceTransactions.list({ payout: data[0]?.id ?? '' }, on)
    expect(transactions.data.map(({ amount }) => amount).toSorted((one, other) => one - other)).toEqual([
      -10_500, 500, 10_000,
    ])
    await bench.advance(7 * DAY)
    expect(await eventTypes(account)).toContain('payout.reconciliation_completed')
    await expect(stripe.payouts.cancel(data[0]?.id ?? '', {}, on)).rejects.toMatchObject({ statusCode: 400 })
  })

  it('alone can be looked into', async () => {
    const { on } = await fundedAccount(bench, { settings: MANUAL })
    const { id } = await stripe.payouts.create({ amount: 1, currency: 'usd' }, on)
    const paidOut = (payout: string) => stripe.balanceTransactions.list({ payout }, on)
    await expect(paidOut(id)).rejects.toThrow(/only be filtered on automatic transfers, not manual/)
    await expect(paidOut('po_1')).rejects.toMatchObject({ statusCode: 400, param: 'payout' })
  })

  it('wait as long as the schedule holds back a payment', async () => {
    const { now } = (await bench.control('GET', 'clock')) as { now: number }
    const account = await activeAccount(bench, {
      settings: { payouts: { schedule: { interval: 'daily', delay_days: 5 } } },
    })
    const payment = await bench.control('POST', 'fund', {
      ...{ account, amount: 900, currency: 'usd', by_schedule: true },
    })
    expect(payment).toMatchObject({ status: 'pending', available_on: (Math.floor(now / DAY) + 5) * DAY })
    const payouts = async () => (await stripe.payouts.list({}, { stripeAccount: account })).data
    await bench.advance(4 * DAY)
    expect(await payouts()).toEqual([])
    await bench.advance(2 * DAY)
    expect(await payouts()).toMatchObject([{ amount: 900 }])
  })

  it('wait for pending money, whose arrival is announced', async () => {
    const { now } = (await bench.control('GET', 'clock')) as { now: number }
    const account = await activeAccount(bench, {})
    const on = { stripeAccount: account }
    await bench.control('POST', 'fund', {
      account,
      amount: 900,
      currency: 'usd',
      available_on: now + 3 * DAY,
    })
    await bench.advance(2 * DAY)
    expect((await stripe.balance.retrieve({}, on)).pending).toMatchObject([{ amount: 900, currency: 'usd' }])
    expect((await stripe.payouts.list({}, on)).data).toEqual([])
    await bench.advance(2 * DAY)
    expect((await stripe.events.list({ type: 'balance.available' }, on)).data).toHaveLength(1)
    expect((await stripe.payouts.list({}, on)).data).toMatchObject([{ amount: 900 }])
  })

  it('come once a week on the chosen day', async () => {
    const { account, on } = await fundedAccount(bench, {
      settings: { payouts: { schedule: { interval: 'weekly', weekly_anchor: 'friday' } } },
    })
    for (let day = 0; day < 14; day += 1) {
      await bench.control('POST', 'fund', { account, amount: 100, currency: 'usd' })
      await bench.advance(DAY)
    }
    const { data } = await stripe.payouts.list({}, on)
    expect(data).toHaveLength(2)
    for (const { created } of data) expect(new Date(created * 1000).getUTCDay()).toBe(5)
  })

  it('come on their days, however many years the clock moves at once', async () => {
    const account = await activeAccount(bench, {
      settings: { payouts: { schedule: { interval: 'monthly', monthly_anchor: 31 } } },
    })
    const { now } = (await bench.control('GET', 'clock')) as { now: number }
    const times = [40, 1000].map((days) => now + days * DAY)
    for (const available_on of times)
      await bench.control('POST', 'fund', { account, amount: 100, currency: 'usd', available_on })
    await bench.advance(2000 * DAY)
    const { data } = await stripe.payouts.list({}, { stripeAccount: account })
    const lastDays = times.map((time) => {
      const day = new Date(time * 1000)
      const last = (month: number) => Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + month, 0) / 1000
      return last(1) > time ? last(1) : last(2)
    })
    expect(data.map(({ created }) => created).reverse()).toEqual(lastDays)
    expect(data.every(({ status }) => status === 'paid')).toBe(true)
  })

  it('stop when one failed', async () => {
    const { account, on } = await fundedAccount(bench, { accountNumber: '000111111116' })
    await bench.advance(30 * DAY)
    const { data } = await stripe.payouts.list({}, on)
    expect(data.map(({ status }) => status)).toEqual(['failed'])
    expect(await available(bench, account)).toBe(10_000)
  })

  it('go on with the money that came back once the bank account is replaced', async () => {
    const { account, on } = await fundedAccount(bench, { accountNumber: '000111111116' })
    await bench.advance(10 * DAY)
    await stripe.accounts.update(account, {
      external_account: {
        object: 'bank_account',
        country: 'US',
        currency: 'usd',
        routing_number: '110000000',
        account_number: '000123456789',
      },
    })
    await bench.advance(10 * DAY)
    const { data } = await stripe.payouts.list({}, on)
    expect(data.map(({ status, amount }) => [status, amount])).toEqual([
      ['paid', 10_000],
      ['failed', 10_000],
    ])
    expect(await available(bench, account)).toBe(0)
  })

  it('take the money that becomes available at the midnight at which they are made', async () => {
    const account = await activeAccount(bench, {})
    const { now } = (await bench.control('GET', 'clock')) as { now: number }
    const available_on = (Math.floor(now / DAY) + 1) * DAY
    await bench.control('POST', 'fund', { account, amount: 900, currency: 'usd', available_on })
    await bench.control('POST', 'clock', { now: available_on + HOUR })
    const { data } = await stripe.payouts.list({}, { stripeAccount: account })
    expect(data).toMatchObject([{ amount: 900, created: available_on }])
  })
})
