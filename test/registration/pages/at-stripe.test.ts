/** What no form can answer leads to Stripe's own page, by a link that is made at the click. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { refreshAccount } from '../../../src/accounts/mirror-account.ts'
import { stripeAsks } from '../../../src/registration/at-stripe.ts'
import { placeOf } from '../../../src/registration/subject.ts'
import { translators } from '../../../src/runtime/translators.ts'
import { readAnswer } from '../../../src/stripe/read-answer.ts'
import { openSellersMarket, type Person } from './person.ts'

let market: Awaited<ReturnType<typeof openSellersMarket>>
beforeAll(async () => {
  market = await openSellersMarket()
})
afterAll(() => market.close())

const INTERVENTION = 'interv_1ABC.business_model_verification.form'

/** Has Stripe ask an account for these, and for nothing else that no form can answer. */
async function impose(stripeid: string, wanted: object): Promise<void> {
  const { services } = market
  const response = await fetch(new URL('/_offline-stripe/requirements', services.config.stripe.api), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account: stripeid, ...wanted }),
  })
  expect(response.status).toBe(200)
  await refreshAccount(services, stripeid)
}

async function register(person: Person): Promise<string> {
  const { redirect = '' } = await person.send('/account/connect/create-stripe-account', {
    country: 'US',
    operation: randomUUID(),
  })
  return new URL(redirect, 'http://market').searchParams.get('stripeid') ?? ''
}

const addressOf = (page: string, stripeid: string, more = '') =>
  `/account/connect/${page}?stripeid=${stripeid}${more}`

describe('what only Stripe can ask', () => {
  test.each([
    [INTERVENTION, 'How your business works'],
    ['interv_1ABC.identity_verification.challenge', 'Proof of who you are'],
    ['interv_1ABC.rejection_appeal.support', 'Your objection to the rejection of your account'],
    ['interv_1ABC.something_new.notice', 'Answers about your account'],
    ['individual.verification.proof_of_liveness', 'A photo of yourself, taken now'],
    ['person_1ABC.proof_of_liveness', 'A photo of yourself, taken now'],
    ['legal_guardian.first_name', 'Details and consent of your legal guardian'],
  ])('%s is said in words: %s', (requirement, words) => {
    expect(placeOf(requirement)).toBe('at-stripe')
    expect(stripeAsks(translators.english, requirement)).toBe(words)
  })

  test('is a step of its own and no text box, and the person is led there and back', async () => {
    const person = market.person()
    const stripeid = await register(person)
    const wanted = [INTERVENTION, 'individual.verification.proof_of_liveness', 'legal_guardian.dob.day']
    await impose(stripeid, { currently_due: wanted })

    for (const step of ['about-you', 'business']) {
      const { data } = await person.open(addressOf('edit-stripe-account', stripeid, `&step=${step}`))
      expect(JSON.stringify(data.step ?? '')).not.toMatch(/interv|liveness|guardian/)
    }
    const page = await person.open(addressOf('at-stripe', stripeid, '&return-url=%2Fshop'))
    expect([...(page.data.wanted as string[])].sort()).toEqual([
      'A photo of yourself, taken now',
      'Details and consent of your legal guardian',
      'How your business works',
    ])
    const { leave = '' } = await person.open(String(page.data.leave))
    expect(new URL(leave).origin).toBe(market.services.config.stripe.api?.origin)

    // Stripe's page answers everything and leads back.
    const answered = await fetch(leave, { method: 'POST', redirect: 'manual' })
    const back = new URL(answered.headers.get('location') ?? '')
    expect([answered.status, back.origin]).toEqual([303, market.services.config.url])
    const view = await person.open(back.pathname + back.search)
    expect(view).toMatchObject({ view: 'registration/stripe-account', data: { returnUrl: '/shop' } })
    expect(view.data.notice).toBe('You are back from Stripe. This page shows the latest from Stripe.')
    expect(JSON.stringify(view.data.steps)).not.toContain('at-stripe')
    expect((await person.open(addressOf('at-stripe', stripeid))).view).toBe('registration/stripe-account')
  })

  test('makes a new link at each click, and where the old one leads once it is used', async () => {
    const person = market.person()
    const stripeid = await register(person)
    await impose(stripeid, { currently_due: [INTERVENTION] })
    const links = [
      await person.open(addressOf('to-stripe', stripeid)),
      await person.open(addressOf('to-stripe', stripeid)),
    ].map(({ leave = '' }) => leave)
    expect(new Set(links).size).toBe(2)
    await fetch(links[0] ?? '', { method: 'POST', redirect: 'manual' })
    const again = await fetch(links[0] ?? '', { method: 'POST', redirect: 'manual' })
    const refresh = new URL(again.headers.get('location') ?? '')
    expect(refresh.pathname).toBe('/account/connect/to-stripe')
    expect((await person.open(refresh.pathname + refresh.search)).leave).toContain('/setup/')
  })

  test('comes first among what is to be done, with a verb', async () => {
    const person = market.person()
    const stripeid = await register(person)
    const { services } = market
    const link = (await person.open(addressOf('to-stripe', stripeid))).leave ?? ''
    await fetch(link, { method: 'POST', redirect: 'manual' })
    await refreshAccount(services, stripeid)
    await impose(stripeid, { currently_due: [INTERVENTION] })
    const { data } = await person.open(addressOf('stripe-account', stripeid))
    expect(data.account).toMatchObject({
      action: { label: 'Continue at Stripe', path: expect.stringContaining('/account/connect/at-stripe?') },
    })
    expect(data.account).toMatchObject({ headline: 'Stripe has questions for you' })
  })

  test('brings the person back even while Stripe does not answer', async () => {
    const person = market.person()
    const stripeid = await register(person)
    const api = { method: 'GET', path: `/v1/accounts/${stripeid}`, status: 503, times: 9 }
    await fetch(new URL('/_offline-stripe/faults', market.services.config.stripe.api), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ api }),
    })
    const { view } = await person.open(addressOf('from-stripe', stripeid))
    expect(view).toBe('registration/stripe-account')
  })

  test.each([
    undefined,
    null,
    5,
    {},
    '',
    'back',
    '//evil.example',
    'javascript:alert(1)',
    `https://${'a'.repeat(5_000)}`,
  ])('leads nowhere that is no address of a page: %j', async (url) => {
    const person = market.person()
    const stripeid = await register(person)
    const { stripe } = market.services
    const answer = { object: 'account_link', created: 1, expires_at: 2, url }
    expect(() =>
      readAnswer(
        { method: 'POST', path: '/v1/account_links' },
        { status: 200, headers: {}, body: Buffer.from(JSON.stringify(answer)) },
      ),
    ).toThrow()
    const plain = { ...answer, url: 'http://evil.example/' } as unknown as Awaited<
      ReturnType<typeof stripe.accountLinks.create>
    >
    vi.spyOn(stripe.accountLinks, 'create').mockResolvedValueOnce(plain)
    const { config } = market.services
    Object.assign(config.stripe, { offline: false })
    try {
      await expect(person.open(addressOf('to-stripe', stripeid))).rejects.toMatchObject({
        code: 'stripe-unavailable',
      })
    } finally {
      Object.assign(config.stripe, { offline: true })
    }
  })

  test('of somebody else leads nowhere', async () => {
    const stripeid = await register(market.person())
    const stranger = market.person()
    for (const page of ['at-stripe', 'to-stripe', 'from-stripe'])
      await expect(stranger.open(addressOf(page, stripeid)), page).rejects.toMatchObject({
        code: 'invalid-stripeid',
        status: 404,
      })
  })
})
