import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { findOwnAccount } from '../../src/accounts/find-own-account.ts'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import type { StripeAccountRow } from '../../src/accounts/store/stripe-account-row.ts'
import { open } from '../../src/registration/registration.ts'
import { countedSome } from '../../src/storage/page-by-key.ts'
import { atTheDesk, signedIn } from '../registration/support.ts'
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
  it('finds and shows who has just begun by what the host knows of them, also when it changes', async () => {
    const { administrator, addAccount, services } = await openOffice()
    const { stripeid } = await addAccount({}, 'account_zed')
    const come = (name: string, email: string) => {
      const context = signedIn(services, 'account_zed')
      return findOwnAccount({ ...context, caller: { ...context.caller, name, email } }, stripeid)
    }
    await come('Zed Temp', 'zed@example.com')
    for (const text of ['zed', 'Zed Temp', 'zed@example.com'])
      expect(listed(await administrator.text(`${PATH}?text=${text}`))).toEqual(['Zed Temp'])
    expect(words(await administrator.text(PATH))).toContain('Zed Temp zed@example.com')
    await come('Zoë Temp', 'zoe@example.com')
    expect(listed(await administrator.text(`${PATH}?text=zed`))).toEqual([])
    expect(listed(await administrator.text(`${PATH}?text=zoe`))).toEqual(['Zoë Temp'])
  })

  it('comes as a file, for all that a search finds, which Excel reads as UTF-8', async () => {
    const { administrator, addAccount } = await openOffice()
    await addAccount({ email: 'o@example.com', individual: { first_name: 'Océane', last_name: '=1+1' } })
    await addAccount({ country: 'FR' })
    const answer = await administrator.get('/administrator/connect/stripe-accounts.csv?country=DE')
    expect(answer.headers.get('content-disposition')).toMatch(/filename=accounts-\d{4}-\d\d-\d\d\.csv/)
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
    const [head, row, ...others] = bytes.subarray(3).toString().trimEnd().split('\r\n')
    expect(head).toBe('id,name,email,country,status,deadline,created')
    expect(row).toMatch(/^acct_\w+,Océane =1\+1,o@example\.com,DE,unfinished,[^,]*,\d{4}-/)
    expect(others).toEqual([])
    expect(await administrator.text(`${PATH}?country=DE`)).toContain('stripe-accounts.csv?country')
  })

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
    expect(words(first)).toContain('3 accounts')
    const next = /rel="next" href="([^"]+)"/
      .exec(first)?.[1]
      ?.replaceAll('&amp;', '&')
      .replaceAll('&#x3D;', '=')
    expect(listed(await administrator.text(next ?? ''))).toEqual(['Callum Example'])
    expect(listed(await administrator.text(`${PATH}?sort=name&direction=descending`))[0]).toBe(
      'Callum Example',
    )
  })

  it('says how many there are, and of many that a search finds only that they are more', async () => {
    const { administrator, services } = await officeWithSellers()
    const read = async (query: string) => words(await administrator.text(`${PATH}${query}`))
    await sql`update connect_account_numbers set accounts = accounts + 20000`.execute(
      services.storage.database.db,
    )
    expect(await read('')).toContain('60,003 accounts')
    expect(await read('?country=FR')).toContain('20,001 accounts found')
    expect(await read('?text=bas')).toContain('1 account found')
    expect(countedSome(1000)).toEqual({ count: 1000, more: false })
    const found = { count: 1000, more: true }
    expect(countedSome(1001)).toEqual(found)
    const { messages } = atTheDesk({ now: services.now() })
    expect(messages.text('oversight.accounts.count-found', found)).toBe('More than 1,000 accounts found')
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

  it('leads back page by page, and to a full first page when fewer are left before than fill one', async () => {
    const { administrator } = await officeWithSellers()
    const follow = async (html: string, way: 'next' | 'prev') => {
      const [, address = ''] = new RegExp(`rel="${way}" href="([^"]+)"`).exec(html) ?? []
      const response = await administrator.get(address.replaceAll('&amp;', '&').replaceAll('&#x3D;', '='))
      return response.status === 303
        ? administrator.text(response.headers.get('location') ?? '')
        : response.text()
    }
    const first = await administrator.text(`${PATH}?sort=name`)
    const second = await follow(first, 'next')
    expect(listed(second)).toEqual(['Callum Example'])
    expect(second).not.toContain('rel="next"')
    expect(listed(await follow(second, 'prev'))).toEqual(listed(first))
    const [middle = ''] = /acct_\w+(?=[^>]*>Bastien)/.exec(first) ?? []
    const before = await administrator.get(`${PATH}?sort=name&before=${middle}`)
    expect(before.headers.get('location')).toMatch(/sort=name(?!.*before)/)
  })

  it('shows its beginning beside a row that is gone, and past the last', async () => {
    const { administrator } = await officeWithSellers()
    const all = listed(await administrator.text(PATH))
    for (const query of ['after=acct_gone', 'before=acct_gone', `after=${'x'.repeat(300)}`])
      expect(listed(await administrator.text(`${PATH}?${query}`))).toEqual(all)
    const last = /acct_\w+(?=[^>]*>Callum)/.exec(await administrator.text(`${PATH}?sort=name&text=Callum`))
    const past = await administrator.get(`${PATH}?sort=name&after=${last?.[0]}`)
    expect(past.headers.get('location')).toContain('sort=name')
  })

  it('shows those that owe Stripe something this week, the earliest first', async () => {
    const { administrator, addAccount, services } = await openOffice()
    const accounts = accountStore(services.storage)
    for (const [first_name, days] of [
      ['Later', 8],
      ['Friday', 5],
      ['Tomorrow', 1],
      ['Yesterday', -1],
    ] as const) {
      const { stripeid, stripeObject } = await addAccount({ individual: { first_name } })
      const current_deadline = Math.floor(services.now().getTime() / 1000) + days * 86_400
      const requirements = { ...stripeObject.requirements, currently_due: ['x'], current_deadline }
      const due = { ...stripeObject, requirements } as StripeAccountRow['stripeObject']
      await accounts.record(stripeid, due, await accounts.ticket(stripeid))
    }
    const overview = await administrator.text('/administrator/connect')
    expect(words(overview)).toContain('2 accounts owe Stripe information this week')
    expect(overview).toContain('stripe-accounts?due&#x3D;week')
    expect(listed(await administrator.text(`${PATH}?due=week`))).toEqual(['Tomorrow', 'Friday'])
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
