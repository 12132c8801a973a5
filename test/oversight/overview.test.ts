import { describe, expect, it } from 'vitest'
import { inboxStore } from '../../src/events/store/inbox.ts'
import { keepIn } from '../support/keep-event.ts'
import { addPayout, openOffice, words } from './support.ts'

const PATH = '/administrator/connect'
/** The text alternatives of the charts. */
const charts = (html: string): string[] =>
  [...html.matchAll(/role="img" aria-label="([^"]+)"/g)].map(([, label = '']) => label)

describe('the overview', () => {
  it('says so while nobody has registered, without a chart of nothing', async () => {
    const { administrator } = await openOffice()
    const html = await administrator.text(PATH)
    expect(words(html)).toContain('Nobody has registered to be paid yet.')
    expect(words(html)).toContain('Last event from Stripe: None yet')
    expect(charts(html)).toEqual([])
  })

  it('counts accounts by status and country, each leading to the list of them', async () => {
    const { administrator, addAccount } = await openOffice()
    await addAccount({ country: 'DE' })
    await addAccount({ country: 'FR', individual: { first_name: 'Maëlle', last_name: 'Example' } })
    await addAccount({ country: 'FR' })
    const html = await administrator.text(PATH)
    expect(words(html)).toContain('All 3 accounts New 2 Unfinished 1 In review 0')
    expect(words(html)).toContain('France 2 Germany 1')
    expect(words(await administrator.text(`${PATH}/stripe-accounts?country=FR`))).toContain(
      '2 accounts found',
    )
  })

  it('charts ninety days of registrations and payouts, and no more', async () => {
    const office = await openOffice()
    const { stripeid } = await office.addAccount({})
    await addPayout(office, stripeid, { status: 'paid', amount: 1000, daysAgo: 89 })
    await addPayout(office, stripeid, { status: 'in_transit', amount: 1000, daysAgo: 1 })
    await addPayout(office, stripeid, { status: 'failed', amount: 1000, daysAgo: 1 })
    await addPayout(office, stripeid, { status: 'paid', amount: 1000, daysAgo: 91 })
    const html = await office.administrator.text(PATH)
    expect(charts(html)).toEqual([
      '1 registration in 90 days.',
      'No accounts approved by Stripe in 90 days.',
      '2 payouts sent and 1 failed in 90 days.',
    ])
    expect(words(html)).toMatch(/Sent 1, Failed 1/)
  })

  it('adds up what was paid out, currency by currency', async () => {
    const office = await openOffice()
    const { stripeid } = await office.addAccount({})
    await addPayout(office, stripeid, { status: 'paid', amount: 123_456 })
    await addPayout(office, stripeid, { status: 'paid', amount: 44, daysAgo: 3 })
    await addPayout(office, stripeid, { status: 'paid', amount: 5000, currency: 'jpy' })
    await addPayout(office, stripeid, { status: 'pending', amount: 99_999 })
    expect(words(await office.administrator.text(PATH))).toContain('Euro €1,235.00 Japanese Yen ¥5,000')
  })

  it('counts failed payouts, and events that wait, fail or were given up', async () => {
    const office = await openOffice()
    const { stripeid } = await office.addAccount({})
    const { services } = office
    await addPayout(office, stripeid, { status: 'failed', amount: 1 })
    const { data: events } = await services.stripe.events.list({ limit: 3 }, { stripeAccount: stripeid })
    for (const event of events)
      await keepIn(inboxStore(services.storage), event, new Date('2026-05-20T10:00:00Z'))
    const [failing = '', dead = ''] = events.map(({ id }) => id)
    await inboxStore(services.storage).failed([failing], { failure: 'no answer', nextAttemptAt: new Date() })
    await inboxStore(services.storage).died([dead], 'no sense', new Date())
    const text = words(await office.administrator.text(PATH))
    expect(text).toContain('1 failed payout')
    expect(text).toContain('1 event failed and will be tried again')
    expect(text).toContain('1 event could not be applied')
    expect(text).toContain('2 events waiting · Last event from Stripe: May 20, 2026')
  })
})
