/** Faults of the earlier module on the way from a registration to its submission. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { COMPLETE, type LiveHost, openLiveHost } from '../support/live-host.ts'
import { png } from '../support/picture.ts'

const EDIT = '/account/connect/edit-stripe-account'
const SUBMIT = '/account/connect/submit-stripe-account'

let host: LiveHost

beforeAll(async () => {
  host = await openLiveHost()
})

afterAll(() => host.close())

const patch = (route: string, stripeid: string, body: object = {}) =>
  host.api('PATCH', `user/connect/${route}?stripeid=${stripeid}`, body)

/** Sends the documents of a page's form. */
async function upload(stripeid: string, names: readonly string[]): Promise<Response> {
  const { browser } = host.seller
  const page = `${EDIT}?stripeid=${stripeid}&step=document`
  const body = new FormData()
  body.set('csrf-token', await browser.token(page))
  for (const name of names) body.set(name, new File([png()], `${name}.png`, { type: 'image/png' }))
  return browser.get(page, { method: 'POST', body })
}

test('9.1-09: documents of a company and of a person are sent by their page, and are missed when they are due', async () => {
  const company = await host.adopted({ business_type: 'company' })
  const individual = await host.adopted(COMPLETE)
  for (const [stripeid, subject] of [
    [company, 'company'],
    [individual, 'individual'],
  ] as const) {
    await host.control('POST', 'requirements', {
      account: stripeid,
      currently_due: [`${subject}.verification.document`],
    })
    const missing = await patch('set-stripe-account-submitted', stripeid)
    expect([missing.status, await host.stripe.accounts.retrieve(stripeid)]).toMatchObject([
      400,
      { tos_acceptance: { date: null } },
    ])
    expect((await upload(stripeid, [])).status, subject).toBe(400)
    const front = `${subject}_verification_document_front`
    const sent = await upload(stripeid, [front])
    expect([sent.status, sent.headers.get('location')], subject).toEqual([
      303,
      expect.stringContaining('saved'),
    ])
    const account = await host.stripe.accounts.retrieve(stripeid)
    expect(account[subject]?.verification?.document?.front, subject).toMatch(/^file_/)
  }
})

test('9.1-23: consent is the person’s own, given at the address that our proxies saw', async () => {
  const stripeid = await host.adopted(COMPLETE)
  const page = await host.seller.browser.text(`${SUBMIT}?stripeid=${stripeid}`)
  const [consent = ''] = /<input[^>]*id="consent"[^>]*>/.exec(page) ?? []
  expect(consent).toContain('type="checkbox"')
  expect(consent).not.toMatch(/checked|disabled/)
  const unticked = await host.seller.browser.submit(`${SUBMIT}?stripeid=${stripeid}`, {})
  expect([unticked.status, await unticked.text()]).toEqual([400, expect.stringContaining('href="#consent"')])

  for (const withheld of ['false', false, ''])
    expect((await patch('set-stripe-account-submitted', stripeid, { consent: withheld })).body.message).toBe(
      'invalid-consent',
    )
  const path = `/api/user/connect/set-stripe-account-submitted?stripeid=${stripeid}`
  const headers = { 'x-forwarded-for': '6.6.6.6' }
  const answer = await host.seller.browser.get(path, { method: 'PATCH', headers })
  expect(answer.status).toBe(200)
  const { tos_acceptance: agreed } = await host.stripe.accounts.retrieve(stripeid)
  expect(agreed?.ip).toMatch(/127\.0\.0\.1$/)
})

test('9.1-33: what a company must name follows Stripe, and page and API submit by one rule', async () => {
  const company = await host.adopted({ business_type: 'company' })
  const getter = async () => (await host.api('GET', `user/connect/stripe-account?stripeid=${company}`)).body
  expect(await getter()).toMatchObject({ requiresOwners: true })
  expect((await patch('set-company-owners-submitted', company)).body.requiresOwners).toBe(false)
  expect(await getter()).toMatchObject({ requiresOwners: false })

  // Something that Stripe asks for later holds up neither.
  const bodies = [{}, undefined]
  for (const body of bodies) {
    const stripeid = await host.adopted(COMPLETE)
    await host.control('POST', 'requirements', {
      account: stripeid,
      eventually_due: ['individual.verification.additional_document'],
    })
    if (body) expect((await patch('set-stripe-account-submitted', stripeid, body)).status).toBe(200)
    else {
      const sent = await host.seller.browser.submit(`${SUBMIT}?stripeid=${stripeid}`, { consent: 'true' })
      expect([sent.status, sent.headers.get('location')]).toEqual([303, expect.stringContaining('submitted')])
    }
  }
  // Its page has no form yet.
  const early = await host.adopted({})
  const token = await host.seller.browser.token(`/account/connect/delete-stripe-account?stripeid=${early}`)
  expect((await patch('set-stripe-account-submitted', early)).status).toBe(400)
  const form = { 'csrf-token': token, consent: 'true' }
  expect((await host.seller.browser.submit(`${SUBMIT}?stripeid=${early}`, form)).status).toBe(400)
})

test('9.1-34: a birth date is a day, an age is counted to the day, and a count counts what the list lists', async () => {
  const stripeid = await host.adopted({})
  const born = async (year: number, month: number, day: number) => {
    const names = { individual_dob_day: day, individual_dob_month: month, individual_dob_year: year }
    return (await patch('update-stripe-account', stripeid, names)).status
  }
  expect(await born(1990, 2, 31)).toBe(400)
  expect(await born(1990, 13, 1)).toBe(400)
  for (const magic of [1901, 1902]) expect(await born(magic, 1, 1), `${magic}`).toBe(200)
  const eighteenOn = (days: number) => {
    const day = new Date(host.services.now().getTime() + days * 24 * 60 * 60 * 1000)
    return born(day.getUTCFullYear() - 18, day.getUTCMonth() + 1, day.getUTCDate())
  }
  expect([await eighteenOn(-1), await eighteenOn(2)]).toEqual([200, 400])

  const own = `accountid=${host.seller.accountid}`
  const paid = await host.adopted({ ...COMPLETE, tos_acceptance: { date: 1_790_000_000, ip: '127.0.0.1' } })
  await host.control('POST', 'fund', { account: paid, amount: 5000, currency: 'usd' })
  await host.stripe.payouts.create({ amount: 1000, currency: 'usd' }, { stripeAccount: paid })
  const count = async (query: string) => (await host.api('GET', `user/connect/payouts-count?${query}`)).body
  await expect.poll(() => count(own)).toBe(1)
  expect(await count(`${own}&stripeid=${paid}`)).toBe(1)
  expect(await count(`${own}&stripeid=${stripeid}`)).toBe(0)
})
