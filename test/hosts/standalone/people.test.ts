import { Writable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { createLogger } from '../../../src/core/log.ts'
import { userStore } from '../../../src/hosts/standalone/store/users.ts'
import { type Browser, startDashboard } from '../support.ts'

const PEOPLE = '/administrator/people'
const NEW = 'a new password, quite long'

const personPath = (accountid: string) => `/administrator/person?accountid=${accountid}`

async function open() {
  let log = ''
  const destination = new Writable({
    write(chunk, _encoding, done) {
      log += chunk
      done()
    },
  })
  const dashboard = await startDashboard({
    config: { pageSize: 2, url: 'http://market.example' },
    log: createLogger('info', destination),
  })
  const administrator = await dashboard.signedIn('account_ada')
  const add = (accountid: string, email: string) =>
    userStore(dashboard.services.storage).insert({
      accountid,
      email,
      fullName: `Person of ${email}`,
      passwordHash: '',
      createdAt: new Date('2026-05-17T12:00:00Z'),
    })
  return { ...dashboard, administrator: administrator.browser, add, log: () => log }
}

const decide = (browser: Browser, accountid: string, action: string) =>
  browser.submit(personPath(accountid), { action })

/** The link as the page shows it. */
const linkOn = (page: string) =>
  /id="reset-link" value="([^"]+)"/.exec(page)?.[1]?.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&')

/** Where the answer leads to. */
const locationOf = (answer: Response) => answer.headers.get('location') ?? ''

describe('the people of the standalone host', () => {
  test('are found by any part of their address, page by page, with who they are', async () => {
    const { administrator, add } = await open()
    for (const name of ['maya', 'noor', 'olga']) await add(`account_${name}`, `${name}_1@craft.example`)
    const first = await administrator.text(PEOPLE)
    expect(first).toContain('4 people')
    expect(first).toContain('account_ada@example.com')
    expect(first).toContain('Person of maya_1@craft.example')
    expect(first).not.toContain('noor_1')
    expect(await administrator.text(`${PEOPLE}?after=account_maya`)).toContain('noor_1')
    const found = await administrator.text(`${PEOPLE}?email=OOR_1%40`)
    expect(found).toContain('noor_1')
    expect(found).toContain('May 17, 2026')
    expect(found).not.toContain('maya_1')
    expect(await administrator.text(`${PEOPLE}?email=%25`)).toContain('Nobody has an address like that')
    const administrators = await administrator.text(`${PEOPLE}?who=administrators`)
    expect(administrators).toContain('account_ada@example.com')
    expect(administrators).not.toContain('maya_1')
  })

  test('are shown to administrators only', async () => {
    const { browser, signedIn } = await open()
    const { browser: seller } = await signedIn('account_seller')
    for (const path of [PEOPLE, personPath('account_ada')]) {
      expect((await seller.get(path)).status).toBe(403)
      expect(locationOf(await browser().get(path))).toContain('/account/signin')
    }
    expect((await decide(seller, 'account_seller', 'make-administrator')).status).toBe(403)
  })

  test('who do not exist have no page', async () => {
    const { administrator } = await open()
    expect((await administrator.get(personPath('nobody'))).status).toBe(404)
  })
})

describe('a link that an administrator makes', () => {
  test('is shown once, and to nobody else', async () => {
    const { administrator, signedIn, services, add } = await open()
    await add('account_maya', 'maya@example.com')
    const { browser: other } = await signedIn('account_other')
    await userStore(services.storage).setAdministrator('account_other', true)
    const made = locationOf(await decide(administrator, 'account_maya', 'make-link'))
    expect(linkOn(await other.text(made))).toBeUndefined()
    expect(linkOn(await administrator.text(made))).toMatch(
      /^http:\/\/market\.example\/account\/reset-password\?person=account_maya&secret=/,
    )
    const again = await administrator.text(made)
    expect(linkOn(again)).toBeUndefined()
    expect(again).toContain('A link is shown once')
  })

  test('sets a password once, ends the sessions of the person, and is logged without its secret', async () => {
    const { administrator, browser, signedIn, log } = await open()
    const maya = await signedIn('account_maya')
    const made = locationOf(await decide(administrator, 'account_maya', 'make-link'))
    const { pathname, search, searchParams } = new URL(linkOn(await administrator.text(made)) ?? '')
    const link = pathname + search
    expect((await maya.browser.get('/account')).status).toBe(200)
    expect((await browser().submit(link, { 'new-password': NEW })).status).toBe(303)
    expect((await maya.browser.get('/account')).status).toBe(303)
    expect((await browser().get(link)).status).toBe(404)
    expect((await browser().signIn('account_maya@example.com', NEW)).status).toBe(303)
    expect(log()).toMatch(/"by":"account_ada","accountid":"account_maya".*made a link to set a password/)
    expect(log()).not.toContain(searchParams.get('secret'))
  })

  test('takes the place of the one before', async () => {
    const { administrator, browser, add } = await open()
    await add('account_maya', 'maya@example.com')
    const links: URL[] = []
    for (let made = 0; made < 2; made += 1) {
      const shown = locationOf(await decide(administrator, 'account_maya', 'make-link'))
      links.push(new URL(linkOn(await administrator.text(shown)) ?? ''))
    }
    const statuses = links.map(
      async ({ pathname, search }) => (await browser().get(pathname + search)).status,
    )
    expect(await Promise.all(statuses)).toEqual([404, 200])
  })
})

describe('an administrator', () => {
  test('makes others, and ends their rights at once', async () => {
    const { administrator, signedIn, log } = await open()
    const { browser: maya } = await signedIn('account_maya')
    expect((await maya.get(PEOPLE)).status).toBe(403)
    const made = await decide(administrator, 'account_maya', 'make-administrator')
    expect(await administrator.text(locationOf(made))).toContain('Now an administrator')
    expect((await maya.get(PEOPLE)).status).toBe(200)
    const unmade = await decide(administrator, 'account_maya', 'unmake-administrator')
    expect(await administrator.text(locationOf(unmade))).toContain('No longer an administrator')
    expect((await maya.get(PEOPLE)).status).toBe(403)
    expect((await maya.get('/account')).status).toBe(200)
    const lines = log().match(/"by":"account_ada","accountid":"account_maya","administrator":(true|false)/g)
    expect(lines).toHaveLength(2)
  })

  test('can leave, but not as the last one', async () => {
    const { administrator, signedIn } = await open()
    const refused = await decide(administrator, 'account_ada', 'unmake-administrator')
    expect([refused.status, await refused.text()]).toEqual([
      409,
      expect.stringContaining('Nobody else is an administrator'),
    ])
    expect((await administrator.get(PEOPLE)).status).toBe(200)
    await signedIn('account_maya')
    await decide(administrator, 'account_maya', 'make-administrator')
    const left = await decide(administrator, 'account_ada', 'unmake-administrator')
    expect([left.status, locationOf(left)]).toEqual([303, '/account'])
    expect((await administrator.get(PEOPLE)).status).toBe(403)
  })
})
