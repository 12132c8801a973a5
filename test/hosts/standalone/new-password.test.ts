import { describe, expect, test } from 'vitest'
import { makeResetLink } from '../../../src/hosts/standalone/reset-link.ts'
import { userStore } from '../../../src/hosts/standalone/store/users.ts'
import { PASSWORD, SESSION_COOKIE, startDashboard } from '../support.ts'

const NEW = 'a new password, quite long'
const EMAIL = 'maya@example.com'

async function open() {
  const dashboard = await startDashboard()
  const browser = dashboard.browser()
  await browser.register(EMAIL)
  const user = await userStore(dashboard.services.storage).findByEmail(EMAIL)
  if (!user) throw new Error('nobody has registered')
  return { ...dashboard, first: browser, user }
}

describe('a person who changes their password', () => {
  const change = { password: PASSWORD, 'new-password': NEW }

  test('stays signed in here, is signed out everywhere else, and signs in with the new one', async () => {
    const { browser, first } = await open()
    const other = browser()
    await other.signIn(EMAIL)
    const changed = await first.submit('/account/password', change)
    expect([changed.status, changed.headers.get('location')]).toEqual([
      303,
      '/account?message=password-changed',
    ])
    expect(await first.text('/account?message=password-changed')).toContain('Your password has been changed')
    expect((await other.get('/account')).status).toBe(303)
    const again = browser()
    expect((await again.signIn(EMAIL)).status).toBe(401)
    expect((await again.signIn(EMAIL, NEW)).status).toBe(303)
  })

  test('is told of every mistake at once, and nothing changes', async () => {
    const { browser, first } = await open()
    const refused = await first.submit('/account/password', { password: 'wrong', 'new-password': 'short' })
    const page = await refused.text()
    expect(refused.status).toBe(400)
    expect(page).toContain('This is not your password')
    expect(page).toContain('at least 10 characters')
    expect(page).not.toContain('value="short"')
    expect((await browser().signIn(EMAIL)).status).toBe(303)
  })

  test('cannot guess without an end', async () => {
    const { first } = await open()
    const statuses: number[] = []
    for (let tries = 0; tries < 30 && !statuses.includes(429); tries += 1)
      statuses.push((await first.submit('/account/password', { ...change, password: 'wrong' })).status)
    expect(statuses).toContain(429)
  })
})

describe('a link to set a new password', () => {
  test('works once, signs the person in, and ends their other sessions', async () => {
    const { browser, first, user, services } = await open()
    const link = await makeResetLink(services.storage, user.accountid, services.now())
    const guest = browser()
    expect(await guest.text(link)).toContain(EMAIL)
    const set = await guest.submit(link, { 'new-password': NEW })
    expect([set.status, set.headers.get('location')]).toEqual([303, '/account'])
    expect(guest.cookies.get(SESSION_COOKIE)).toBeTruthy()
    expect(await guest.text('/account')).toContain(EMAIL)
    expect((await first.get('/account')).status).toBe(303)
    expect((await browser().get(link)).status).toBe(404)
    expect((await browser().signIn(EMAIL, NEW)).status).toBe(303)
  })

  test('works for one of several requests at once', async () => {
    const { browser, user, services } = await open()
    for (let round = 0; round < 2; round += 1) {
      const link = await makeResetLink(services.storage, user.accountid, services.now())
      const guests = Array.from({ length: 4 }, () => browser())
      await Promise.all(guests.map((guest) => guest.get(link)))
      const answers = await Promise.all(
        guests.map((guest, at) => guest.submit(link, { 'new-password': `${NEW} ${round} ${at}` })),
      )
      const statuses = answers.map(({ status }) => status)
      expect(statuses.toSorted()).toEqual([303, 404, 404, 404])
      const winner = `${NEW} ${round} ${statuses.indexOf(303)}`
      expect((await browser().signIn(EMAIL, winner)).status).toBe(303)
    }
  })

  test('is refused a day later, for somebody else, and when it was changed', async () => {
    const { browser, user, services } = await open()
    const other = browser()
    await other.register('noor@example.com')
    const noor = await userStore(services.storage).findByEmail('noor@example.com')
    const now = services.now()
    const old = await makeResetLink(
      services.storage,
      user.accountid,
      new Date(now.getTime() - 25 * 60 * 60 * 1000),
    )
    expect((await browser().get(old)).status).toBe(404)
    const link = new URL(await makeResetLink(services.storage, user.accountid, now), 'http://market')
    const changed = (name: string, value: string) => {
      const copy = new URL(link)
      copy.searchParams.set(name, value)
      return copy.pathname + copy.search
    }
    for (const path of [
      old,
      changed('person', noor?.accountid ?? ''),
      changed('person', 'nobody'),
      changed('secret', 'x'),
      '/account/reset-password',
    ]) {
      const answer = await browser().get(path)
      expect(answer.status, path).toBe(404)
      expect(await answer.text()).toContain('Ask the marketplace for a new one')
    }
  })

  test('keeps the password when the new one is too short', async () => {
    const { browser, user, services } = await open()
    const link = await makeResetLink(services.storage, user.accountid, services.now())
    const refused = await browser().submit(link, { 'new-password': 'short' })
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('at least 10')])
    expect((await browser().signIn(EMAIL)).status).toBe(303)
    expect((await browser().get(link)).status).toBe(200)
  })
})
