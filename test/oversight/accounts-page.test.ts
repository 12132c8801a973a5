import { describe, expect, it } from 'vitest'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import type { StripeAccountRow } from '../../src/accounts/store/stripe-account-row.ts'
import { open } from '../../src/registration/registration.ts'
import { atTheDesk } from '../registration/support.ts'
import { type Office, openOffice, words } from './support.ts'

const PATH = '/administrator/connect/stripe-accounts'

async function officeWithSellers(): Promise<Office> {
  const office = await openOffice({ PAGE_SIZE: '2' })
  for (const [first_name, country, email] of [
    ['Anneke', 'DE', 'anneke@example.com'],
    ['Bastien', 'FR', 'bastien@example.com'],
    ['Callum', 'GB', 'callum@example.com'],
  ] as const)
    await office.addAccount({ country, email, individual: { first_name, last_name: 'Example' } })
  return office
}

/** The names in the table, in order. */
const listed = (html: string): string[] =>
  [...html.matchAll(/<th scope="row">\s*<a [^>]+>([^<]+)</g)].map(([, name = '']) => name)

describe('the list of accounts', () => {
  it('finds by part of a name, by e-mail and by id', async () => {
    const { administrator, services } = await officeWithSellers()
    const [row] = await accountStore(services.storage).ofPerson('account_seller')
    expect(listed(await administrator.text(`${PATH}?text=ASTI`))).toEqual(['Bastien Example'])
    expect(listed(await administrator.text(`${PATH}?text=callum%40`))).toEqual(['Callum Example'])
    expect(listed(await administrator.text(`${PATH}?text=${row?.stripeid}`))).toHaveLength(1)
  })

  it.each([
    ['requirements', 1],
    ['requirements', 13],
    ['requirements', 30],
    ['requirements', 250],
    ['future_requirements', 250],
  ] as const)('shows the day that the seller is told, for %s due in %i hours', async (list, hours) => {
    const { administrator, addAccount, services } = await openOffice()
    const { stripeid, stripeObject } = await addAccount({ country: 'US' })
    const current_deadline = Math.floor(services.now().getTime() / 1000) + hours * 3600
    const requirements = {
      ...stripeObject.requirements,
      past_due: [],
      currently_due: ['individual.email'],
      current_deadline,
    }
    const accounts = accountStore(services.storage)
    const account = { ...stripeObject, [list]: requirements } as StripeAccountRow['stripeObject']
    await accounts.record(stripeid, account, await accounts.ticket(stripeid))
    const context = atTheDesk({ now: services.now() })
    const seller = open(context, { status: 'information-due', stripeObject: account } as StripeAccountRow)
    const day = context.messages.date(seller.next.deadline?.day ?? new Date(0))
    expect(words(await administrator.text(PATH))).toContain(day)
    const ofAccount = await administrator.text(`/administrator/connect/stripe-account?stripeid=${stripeid}`)
    expect(words(ofAccount)).toContain(`by ${day}`)
  })

  it('filters by status and by country', async () => {
    const { administrator } = await officeWithSellers()
    expect(listed(await administrator.text(`${PATH}?country=FR`))).toEqual(['Bastien Example'])
    expect(words(await administrator.text(`${PATH}?status=unfinished`))).toContain('3 accounts found')
    expect(words(await administrator.text(`${PATH}?status=active`))).toContain('No account matches')
  })

  it('sorts by a heading, the other way at the next click, and pages within the order', async () => {
    const { administrator } = await officeWithSellers()
    const first = await administrator.text(`${PATH}?sort=name`)
    expect(listed(first)).toEqual(['Anneke Example', 'Bastien Example'])
    expect(first).toContain('aria-sort="ascending"')
    expect(words(first)).toContain('1 to 2 of 3')
    const next = /rel="next" href="([^"]+)"/
      .exec(first)?.[1]
      ?.replaceAll('&amp;', '&')
      .replaceAll('&#x3D;', '=')
    expect(listed(await administrator.text(next ?? ''))).toEqual(['Callum Example'])
    expect(listed(await administrator.text(`${PATH}?sort=name&direction=descending`))[0]).toBe(
      'Callum Example',
    )
  })

  it('searches among the accounts of one person when it shows those', async () => {
    const office = await officeWithSellers()
    await office.addAccount({ country: 'GB', individual: { first_name: 'Dora' } }, 'account_another')
    const html = await office.administrator.text(`${PATH}?accountid=account_another`)
    expect(listed(html)).toEqual(['Dora'])
    const form = /<form method="get"[\s\S]*?<\/form>/.exec(html)?.[0]
    expect(form).toContain('<input type="hidden" name="accountid" value="account_another">')
    expect(await office.administrator.text(PATH)).not.toContain('name="accountid"')
  })

  it('leads from a page past the end to the last one there is', async () => {
    const office = await openOffice()
    for (const list of ['stripe-accounts', 'payouts']) {
      const response = await office.administrator.get(`/administrator/connect/${list}?offset=9999`)
      expect(response.status).toBe(303)
      expect(response.headers.get('location')).toMatch(
        new RegExp(`/administrator/connect/${list}(?!.*offset)`),
      )
    }
  })

  it('keeps what was searched for in its form', async () => {
    const { administrator } = await officeWithSellers()
    const html = await administrator.text(`${PATH}?text=%22%3Cb%3E&status=active&country=GB`)
    expect(html).toContain('value="&quot;&lt;b&gt;"')
    expect(html).toContain('<option value="active" selected>')
    expect(html).toContain('<option value="GB" selected>')
  })

  it.each([
    'sort=nonsense',
    'direction=sideways',
    'offset=-1',
    'offset=1e9',
    'status=nonsense&status=other',
    'message=whatever',
  ])('shows all accounts for the senseless query %s', async (query) => {
    const { administrator } = await officeWithSellers()
    const response = await administrator.get(`${PATH}?${query}`)
    expect(response.status).toBe(200)
    expect(words(await response.text())).toContain('3 accounts')
  })

  it('is nothing for anybody else', async () => {
    const office = await officeWithSellers()
    const { browser } = await office.signedIn()
    expect((await browser.get(PATH)).status).toBe(403)
    expect((await office.browser().get(PATH)).headers.get('location')).toContain('/account/signin')
  })
})
