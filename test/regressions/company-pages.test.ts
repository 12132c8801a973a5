/** Faults of the earlier module on the pages about a company's people, in lists and in navigation. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { words } from '../oversight/support.ts'
import { eventually } from '../support/eventually.ts'
import { ACTIVE, COMPLETE, type LiveHost, openLiveHost, unescaped } from '../support/live-host.ts'

const ACCOUNT = '/account/connect'
const ADMINISTRATOR = '/administrator/connect'

let host: LiveHost
let company: string

beforeAll(async () => {
  host = await openLiveHost({ env: { PAGE_SIZE: '2' } })
  const path = `user/connect/create-stripe-account?accountid=${host.seller.accountid}`
  const { body } = await host.api('POST', path, { business_type: 'company', country: 'GB' })
  company = body.stripeid
})

afterAll(() => host.close())

/** A page as the seller's browser reads it, or another's. */
const shown = async (path: string, { browser } = host.seller) => unescaped(await browser.text(path))

const add = async (values: Record<string, unknown>) =>
  (await host.api('POST', `user/connect/create-person?stripeid=${company}`, values)).body.personid

test('9.1-24: nobody is led to another host by an address of ours', async () => {
  const { browser } = host.seller
  for (const evil of [
    '//evil.example',
    'https://evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'javascript:1',
  ]) {
    const stripeid = await host.adopted({})
    const back = `return-url=${encodeURIComponent(evil)}`
    const created = await browser.submit(`${ACCOUNT}/create-stripe-account?${back}`, { country: 'GB' })
    const deleted = await browser.submit(`${ACCOUNT}/delete-stripe-account?stripeid=${stripeid}&${back}`, {})
    for (const { status, headers } of [created, deleted]) {
      expect(status, evil).toBe(303)
      expect(headers.get('location'), evil).toMatch(/^\/account\/connect/)
      expect(headers.get('location'), evil).not.toContain('evil')
    }
    const page = await shown(`${ACCOUNT}/stripe-account?stripeid=${company}&${back}`)
    expect(page, evil).not.toContain('evil.example')
  }
})

test('9.1-28: the boxes that were ticked are ticked again after a mistake', async () => {
  const ticked = { relationship_director: 'true', relationship_executive: 'true', relationship_title: '' }
  const page = `${ACCOUNT}/create-person?stripeid=${company}`
  const html = await (await host.seller.browser.submit(page, ticked)).text()
  const isTicked = (role: string) =>
    new RegExp(`<input[^>]*id="relationship_${role}"[^>]* checked`).test(html)
  expect(['director', 'executive', 'owner'].map(isTicked)).toEqual([true, true, false])
})

test('9.1-29: the first page leads to every registration, by its name, and the administrator reads what it sells', async () => {
  const person = await host.signedIn()
  const metadata = { appid: host.services.config.appid, accountid: person.accountid }
  const names = ['Anneke', 'Berit', 'Cosima', 'Doris', 'Elke']
  for (const first_name of names)
    await host.stripe.accounts.create({
      ...{ ...COMPLETE, type: 'custom', country: 'US', business_type: 'individual', metadata },
      individual: { ...COMPLETE.individual, first_name },
    })
  const listed = async () => {
    let text = ''
    for (let offset = 0; offset < 6; offset += 2)
      text += words(await person.browser.text(`${ACCOUNT}?offset=${offset}`))
    return text
  }
  await eventually(async () => {
    const text = await listed()
    for (const name of names) expect(text).toContain(`${name} Example`)
  })
  expect(await shown(ACCOUNT, person)).toContain('offset=2')
  const [{ stripeid }] = (
    await host.api('GET', `user/connect/stripe-accounts?accountid=${person.accountid}`, undefined, person)
  ).body as unknown as [{ stripeid: string }]
  const seen = words(
    await host.administrator.browser.text(`${ADMINISTRATOR}/stripe-account?stripeid=${stripeid}`),
  )
  expect(seen).toContain('Computer software')
  expect(seen).not.toMatch(/\bundefined\b|5734/)
  await host.api('PATCH', `user/connect/set-stripe-account-submitted?stripeid=${stripeid}`, {}, person)
  const submitted = words(await person.browser.text(`${ACCOUNT}/stripe-account?stripeid=${stripeid}`))
  expect(submitted).toMatch(new RegExp(`Submitted[^.]* ${host.services.now().getUTCFullYear()}`))
})

test('9.1-30: a mistake about a person is said, a group names everybody who is incomplete, and nobody is “undefined”', async () => {
  const page = `${ACCOUNT}/create-person?stripeid=${company}`
  const refused = await (await host.seller.browser.submit(page, { relationship_title: 'Director' })).text()
  expect(refused).toMatch(/<div class="errors"[\s\S]*?<li>/)
  const [first, second] = [
    await add({ relationship_director: true, relationship_title: 'Director' }),
    await add({ relationship_director: true, relationship_title: 'Director' }),
  ]
  const list = `${ACCOUNT}/submit-company-directors?stripeid=${company}`
  const html = await shown(list)
  for (const personid of [first, second]) expect(html).toContain(`personid=${personid}`)
  for (const address of [
    list,
    `${ACCOUNT}/persons?stripeid=${company}`,
    `${ACCOUNT}/person?personid=${first}`,
  ])
    expect(words(await shown(address))).not.toContain('undefined')
  // The page has no form while somebody is incomplete.
  const token = await host.seller.browser.token(page)
  const early = await host.seller.browser.submit(list, { 'csrf-token': token })
  expect([early.status, await early.text()]).toEqual([400, expect.stringContaining('class="errors"')])
})

test('9.1-31: links lead where they say, with what the page needs', async () => {
  await add({ relationship_executive: true, relationship_title: 'Executive' })
  const persons = await shown(`${ACCOUNT}/persons?stripeid=${company}`)
  for (const [group, heading] of [
    ['owners', 'Owners'],
    ['directors', 'Directors'],
    ['executives', 'Executives'],
  ] as const) {
    const path = `${ACCOUNT}/submit-company-${group}?stripeid=${company}`
    const link = new RegExp(`<a [^>]*href="${path.replace('?', '\\?')}"[^>]*>([^<]*)</a>`).exec(persons)
    expect(link?.[1], path).toContain(group)
    expect(await shown(path)).toContain(`<h1>${heading}</h1>`)
  }
  const paid = await host.adopted(ACTIVE)
  await host.control('POST', 'fund', { account: paid, amount: 5000, currency: 'usd' })
  const { id } = await host.stripe.payouts.create({ amount: 1000, currency: 'usd' }, { stripeAccount: paid })
  await eventually(async () => {
    const list = await shown(`${ADMINISTRATOR}/payouts`, host.administrator)
    expect(list).toContain(`href="${ADMINISTRATOR}/payout?payoutid=${id}"`)
  })
})
