/** With `CONNECT_ONBOARDING=hosted`, sellers register on Stripe's own page. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountStore } from '../../../src/accounts/store/accounts.ts'
import { openSellersMarket, type Person } from './person.ts'

let market: Awaited<ReturnType<typeof openSellersMarket>>
beforeAll(async () => {
  market = await openSellersMarket({ CONNECT_ONBOARDING: 'hosted' })
})
afterAll(() => market.close())

/** Makes an account. @returns its id, and the address of the page that follows */
async function register(person: Person, business_type = 'individual') {
  const { redirect = '' } = await person.send('/account/connect/create-stripe-account?return-url=%2Fshop', {
    ...{ country: 'FR', business_type, operation: randomUUID() },
  })
  return { next: redirect, stripeid: new URL(redirect, 'http://market').searchParams.get('stripeid') ?? '' }
}

/** Does what a seller does on Stripe's page. @returns the address that Stripe leads back to, on this host */
async function answerAtStripe(leave: string): Promise<string> {
  const answered = await fetch(leave, { method: 'POST', redirect: 'manual' })
  const { pathname, search } = new URL(answered.headers.get('location') ?? '')
  return pathname + search
}

const present = (stripeid: string) => accountStore(market.services.storage).find(stripeid)

describe('registering on Stripe’s page', () => {
  test.each(['individual', 'company'])('gets %s to active, and back to the app', async (type) => {
    const person = market.person()
    const { next, stripeid } = await register(person, type)
    const { data } = await person.open(next)
    expect(data.account).toMatchObject({ action: { label: 'Continue at Stripe' } })
    const { path } = (data.account as { action: { path: string } }).action
    const { leave = '' } = await person.open(path)
    expect(new URL(leave).origin).toBe(market.services.config.stripe.api?.origin)
    const view = await person.open(await answerAtStripe(leave))
    expect(view.data).toMatchObject({ account: { status: 'active' }, returnUrl: '/shop' })
    expect((await present(stripeid))?.submittedAt).toBeInstanceOf(Date)
    // Changes are made there, too.
    const change = await person.open(`/account/connect/edit-payment-information?stripeid=${stripeid}`)
    expect(change.leave).toContain('/setup/')
  })

  test('goes on where it was left: back without an answer, and by a link that is too old', async () => {
    const person = market.person()
    const { stripeid } = await register(person)
    const back = `/account/connect/from-stripe?stripeid=${stripeid}`
    const { data } = await person.open(back)
    expect(data.account).toMatchObject({ status: 'new', action: { label: 'Continue at Stripe' } })
    expect((await present(stripeid))?.submittedAt).toBeUndefined()
    const { leave = '' } = await person.open(`/account/connect/to-stripe?stripeid=${stripeid}`)
    await answerAtStripe(leave)
    const refresh = await answerAtStripe(leave)
    expect(new URL(refresh, 'http://market').pathname).toBe('/account/connect/to-stripe')
    expect((await person.open(refresh)).leave).toContain('/setup/')
  })

  test.each([
    'edit-stripe-account',
    'edit-stripe-account?step=about-you',
    'edit-payment-information',
    'submit-stripe-account',
    'persons',
    'create-person',
    'submit-company-owners',
    'at-stripe',
  ])('is where %s leads', async (page) => {
    const person = market.person()
    const { stripeid } = await register(person, 'company')
    const separator = page.includes('?') ? '&' : '?'
    const { leave } = await person.open(`/account/connect/${page}${separator}stripeid=${stripeid}`)
    expect(leave).toContain('/setup/')
  })

  test('is nothing for a rejected account, which stays on its page', async () => {
    const person = market.person()
    const { stripeid } = await register(person)
    await market.services.stripe.accounts.reject(stripeid, { reason: 'fraud' })
    const { view } = await person.open(`/account/connect/from-stripe?stripeid=${stripeid}`)
    expect(view).toBe('registration/stripe-account')
    expect((await person.open(`/account/connect/to-stripe?stripeid=${stripeid}`)).view).toBe(view)
  })
})
