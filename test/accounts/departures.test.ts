/** An account that Stripe disconnects from the platform: who had it is told, and nothing more is asked of Stripe about it. */
import { expect, onTestFinished, test } from 'vitest'
import { accountMirror } from '../../src/accounts/mirror-account.ts'
import { removeAccount } from '../../src/accounts/remove-account.ts'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { departureStore } from '../../src/accounts/store/departures.ts'
import { routes } from '../../src/features.ts'
import { startDashboard } from '../hosts/support.ts'
import { openOffice, words } from '../oversight/support.ts'

const LIST = '/account/connect/stripe-accounts'
const START = '/account/connect'
const pageOf = (stripeid: string) => `/account/connect/stripe-account?stripeid=${stripeid}`

/** A seller's account that has just been disconnected, and what everybody sees. */
async function disconnected() {
  const office = await openOffice()
  const { services } = office
  const host = await startDashboard({ services, routes })
  const [seller, another] = [await host.signedIn('account_seller'), await host.signedIn('account_another')]
  const stripe = services.config.stripe.api
  const { stripeid } = await office.addAccount({
    individual: { first_name: 'Maya', last_name: 'Hart' },
  })
  const call = (path: string, body: Record<string, unknown>) =>
    fetch(new URL(`/_offline-stripe/${path}`, stripe), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  expect((await call('deauthorize', { account: stripeid })).status).toBe(200)
  const subject = { stripeid, objectid: stripeid }
  const news = (hasEnded: boolean) => accountMirror.refresh(services, subject, hasEnded)
  await news(true)
  const requests = async () => {
    const answer = await fetch(new URL('/_offline-stripe/requests', stripe))
    const { data } = (await answer.json()) as { data: { path: string }[] }
    return data.filter(({ path }) => path.includes(stripeid)).length
  }
  onTestFinished(host.close)
  return { ...office, seller: seller.browser, another: another.browser, stripeid, news, requests }
}

const TOLD = /“Maya Hart” was disconnected from this marketplace on .+ \d{4}\. To be paid here again/

test('its seller is told at its address and on their start page, and nobody else is', async () => {
  const { seller, another, stripeid } = await disconnected()
  for (const path of [pageOf(stripeid), LIST, START]) {
    expect(words(await seller.text(path)), path).toMatch(TOLD)
    expect(words(await another.text(path)), path).not.toContain('disconnected')
  }
  expect((await seller.get(pageOf(stripeid))).status).toBe(404)
  const answers = await Promise.all(
    [seller, another].map((browser) => browser.get(`/api/user/connect/stripe-account?stripeid=${stripeid}`)),
  )
  for (const answer of answers) {
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('invalid-stripeid')
  }
})

test('an administrator is told at its address', async () => {
  const { administrator, stripeid } = await disconnected()
  const page = await administrator.get(`/administrator/connect/stripe-account?stripeid=${stripeid}`)
  expect(page.status).toBe(404)
  expect(words(await page.text())).toMatch(/Maya Hart was disconnected Stripe said on .+ UTC/)
})

test('Stripe is not asked for it again, whatever news of it comes late', async () => {
  const { services, stripeid, news, requests } = await disconnected()
  const before = await requests()
  await news(false)
  await news(true)
  expect(await requests()).toBe(before)
  expect(await accountStore(services.storage).find(stripeid)).toBeUndefined()
})

test('who deletes their own account is not told that it was disconnected', async () => {
  const office = await openOffice()
  const row = await office.addAccount({})
  const { services } = office
  const { stripeid } = row
  await services.stripe.accounts.del(stripeid)
  // Stripe's event comes before our own answer.
  await accountMirror.refresh(services, { stripeid, objectid: stripeid }, true)
  expect(await departureStore(services.storage).find(stripeid)).toBeDefined()
  await removeAccount(services, row)
  expect(await departureStore(services.storage).find(stripeid)).toBeUndefined()
})
