import { describe, expect, test } from 'vitest'
import { hashPassword } from '../../../src/hosts/standalone/passwords.ts'
import { userStore } from '../../../src/hosts/standalone/store/users.ts'
import { type Browser, PASSWORD, SESSION_COOKIE, startDashboard } from '../support.ts'

describe('registering', () => {
  test('signs the person in; only the first one is the administrator', async () => {
    const dashboard = await startDashboard()
    const first = dashboard.browser()
    const response = await first.register('first@example.com')
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe('/account')
    expect(await first.text('/account')).toContain('first@example.com')
    expect((await first.get('/administrator')).status).toBe(200)

    const second = dashboard.browser()
    await second.register('second@example.com')
    const refused = await second.get('/administrator')
    expect(refused.status).toBe(403)
    expect(await refused.text()).toContain('Only administrators')
  })

  test('says everything that is wrong at once and keeps what was typed, but no password', async () => {
    const browser = (await startDashboard()).browser()
    const response = await browser.submit('/account/register', {
      name: '',
      email: '<b>nobody',
      password: 'short-one',
    })
    expect(response.status).toBe(400)
    const html = await response.text()
    expect(html).toContain('Enter your name.')
    expect(html).toContain('at least 10 characters')
    expect(html).toContain('value="&lt;b&gt;nobody"')
    expect(html).not.toContain('short-one')
  })

  test('refuses an address that is taken, whatever its capitals', async () => {
    const dashboard = await startDashboard()
    await dashboard.browser().register('person@example.com')
    const response = await dashboard.browser().register('Person@Example.com')
    expect(response.status).toBe(409)
    expect(await response.text()).toContain('already registered')
  })
})

describe('an address', () => {
  /** As chats, PDFs and Japanese keyboards give it. */
  const SPELLINGS = [
    'dora\u200b@example.org',
    '\u200bＤｏｒａ@example.org',
    'dora@example.org.',
    '"Dora@example.org",',
  ]

  test.each(SPELLINGS)('is registered in plain characters, and recognised in any: %s', async (typed) => {
    const dashboard = await startDashboard()
    const { browser: administrator } = await dashboard.signedIn('account_ada')
    expect((await dashboard.browser().register(typed)).status).toBe(303)
    expect(await userStore(dashboard.services.storage).findByEmail('dora@example.org')).toMatchObject({
      email: 'dora@example.org',
    })
    for (const spelling of ['dora@example.org', ...SPELLINGS]) {
      expect((await dashboard.browser().signIn(spelling)).status).toBe(303)
      expect((await dashboard.browser().register(spelling)).status).toBe(409)
    }
    const search = new URLSearchParams({ email: '\u200bＤｏｒａ@exa' })
    expect(await administrator.text(`/administrator/people?${search}`)).toContain('dora@example.org')
  })

  test('that was kept as it was typed is recognised so, beside the plain one of somebody else', async () => {
    const dashboard = await startDashboard()
    const users = userStore(dashboard.services.storage)
    for (const [accountid, email] of [
      ['account_kept', 'dora\u200b@example.org'],
      ['account_plain', 'dora@example.org'],
      ['account_short', 'a@b'],
    ] as const)
      await users.insert({
        ...{ accountid, email, fullName: 'Dora', createdAt: new Date() },
        passwordHash: await hashPassword(`${PASSWORD} of ${accountid}`),
      })
    for (const [email, accountid] of [
      ['Dora\u200b@example.org', 'account_kept'],
      ['dora@example.org', 'account_plain'],
      ['dora@example.org.', 'account_plain'],
      ['A@b', 'account_short'],
    ] as const) {
      expect(await users.findByEmail(email)).toMatchObject({ accountid })
      expect((await dashboard.browser().signIn(email, `${PASSWORD} of ${accountid}`)).status).toBe(303)
    }
  })

  test.each(['a@b', 'dora@example', '@example.org', 'dora@exa mple.org'])(
    'is refused without a domain: %s',
    async (email) => {
      const response = await (await startDashboard()).browser().register(email)
      expect([response.status, await response.text()]).toEqual([
        400,
        expect.stringContaining('Enter an e-mail address'),
      ])
    },
  )
})

describe('a name', () => {
  const register = async (name: string) => {
    const dashboard = await startDashboard()
    const fields = { name, email: 'dora@example.org', password: PASSWORD }
    const response = await dashboard.browser().submit('/account/register', fields)
    const user = await userStore(dashboard.services.storage).findByEmail('dora@example.org')
    return { status: response.status, text: await response.text(), name: user?.fullName }
  }

  test.each([
    ['\u200bDora\u00a0 Novak\u200e,', 'Dora Novak'],
    ['Ｔａｉ　Ｍａｎ', 'Tai Man'],
    ["Jean\u2011Luc O'Neill", "Jean-Luc O'Neill"],
  ])('is kept without what nobody sees: %s', async (typed, name) => {
    expect(await register(typed)).toMatchObject({ status: 303, name })
  })

  test.each(['\u200b', ' \u3164 ', '\u00ad\u2060'])('that nobody sees is none: %j', async (typed) => {
    expect(await register(typed)).toMatchObject({
      status: 400,
      text: expect.stringContaining('Enter your name.'),
    })
  })

  test.each(['123', 'Dora <b>', 'x'.repeat(201)])('has letters, and not too many: %s', async (typed) => {
    const letters = expect.stringContaining('Enter your name using letters')
    expect(await register(typed)).toMatchObject({ status: 400, text: letters })
  })
})

describe('signing in', () => {
  test('makes a new session in place of the one that the browser came with', async () => {
    const dashboard = await startDashboard()
    const victim = dashboard.browser()
    await victim.register('victim@example.com')
    const attacker = dashboard.browser()
    await attacker.register('attacker@example.com')
    const planted = attacker.cookies.get(SESSION_COOKIE) ?? ''

    const browser = dashboard.browser()
    browser.cookies.set(SESSION_COOKIE, 'made-up.session')
    await browser.signIn('victim@example.com')
    expect(browser.cookies.get(SESSION_COOKIE)).not.toContain('made-up')

    // Signing in over another person's session ends that session.
    browser.cookies.set(SESSION_COOKIE, planted)
    const token = await browser.token('/account/signout')
    const response = await browser.get('/account/signin', {
      method: 'POST',
      body: new URLSearchParams({ 'csrf-token': token, email: 'victim@example.com', password: PASSWORD }),
    })
    expect(response.status).toBe(303)
    expect(browser.cookies.get(SESSION_COOKIE)).not.toBe(planted)
    expect((await attacker.get('/account')).status).toBe(303)
  })

  test('answers the same for a wrong password and for somebody who is not registered', async () => {
    const dashboard = await startDashboard()
    await dashboard.browser().register('person@example.com')
    const answers = await Promise.all(
      ['person@example.com', 'nobody@example.com'].map(async (email) => {
        const response = await dashboard.browser().signIn(email, 'wrong password')
        const text = (await response.text()).replaceAll(email, 'x').replace(/csrf-token" value="[^"]+/, '')
        return { status: response.status, text }
      }),
    )
    expect(answers[0]?.status).toBe(401)
    expect(answers[0]).toEqual(answers[1])
  })

  test('limits the guesses of one network and says how long to wait, without locking the person out', async () => {
    const dashboard = await startDashboard({ trustedProxies: 1 })
    const own = dashboard.browser()
    await own.register('person@example.com')
    const guesser = dashboard.browser()
    await guesser.get('/account/signin')
    const signIn = (browser: Browser, ip: string, password: string) =>
      browser.submit(
        '/account/signin',
        { email: 'person@example.com', password },
        { headers: { 'x-forwarded-for': ip } },
      )
    const guesses = await Promise.all(
      Array.from({ length: 10 }, () => signIn(guesser, '192.0.2.1', 'wrong password')),
    )
    expect(new Set(guesses.map(({ status }) => status))).toEqual(new Set([401]))
    const refused = await signIn(guesser, '192.0.2.1', PASSWORD)
    expect(refused.status).toBe(429)
    expect(await refused.text()).toMatch(/Wait 1\d minutes/)

    expect((await signIn(dashboard.browser(), '192.0.2.2', PASSWORD)).status).toBe(303)
    // Same network as the guesser, but a browser that the person has used before.
    await own.submit('/account/signout', {})
    expect((await signIn(own, '192.0.2.1', PASSWORD)).status).toBe(303)
  })

  test('goes back to where the person came from, and never off this host', async () => {
    const dashboard = await startDashboard()
    await dashboard.browser().register('person@example.com')
    const locations = await Promise.all(
      ['/sell?item=1', '//evil.example', 'https://evil.example', '/\\evil.example', '/\t/evil.example'].map(
        async (target) => {
          const browser = dashboard.browser()
          const path = `/account/signin?return-url=${encodeURIComponent(target)}`
          const response = await browser.submit(path, { email: 'person@example.com', password: PASSWORD })
          return response.headers.get('location')
        },
      ),
    )
    expect(locations).toEqual(['/sell?item=1', '/account', '/account', '/account', '/account'])
  })

  test('a guest is asked to sign in and brought back', async () => {
    const browser = (await startDashboard()).browser()
    const response = await browser.get('/account?from=1')
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe('/account/signin?return-url=%2Faccount%3Ffrom%3D1')
  })

  test('leaves out what is too long to come back to', async () => {
    const browser = (await startDashboard()).browser()
    const locationOf = async (path: string) => (await browser.get(path)).headers.get('location')
    const page = '/account'
    expect(await locationOf(`${page}?${'%'.repeat(12_000)}`)).toBe(
      `/account/signin?return-url=${encodeURIComponent(page)}`,
    )
    const short = `${page}?${'a'.repeat(1_000)}`
    expect(await locationOf(short)).toBe(`/account/signin?return-url=${encodeURIComponent(short)}`)
  })
})

describe('the session', () => {
  test('is a cookie that scripts cannot read, bound to https where there is https', async () => {
    for (const [url, name, secure] of [
      ['http://dashboard.test', SESSION_COOKIE, false],
      ['https://dashboard.test', `__Host-${SESSION_COOKIE}`, true],
    ] as const) {
      const dashboard = await startDashboard({ config: { url } })
      const response = await dashboard.browser().register('person@example.com')
      const cookie = response.headers.getSetCookie().find((it) => it.startsWith(`${name}=`)) ?? ''
      expect(cookie).toMatch(/; Path=\/;.*HttpOnly/)
      expect(cookie).toContain('SameSite=Lax')
      expect(cookie.includes('Secure')).toBe(secure)
    }
  })

  test('needs both halves of the cookie', async () => {
    const dashboard = await startDashboard()
    const browser = dashboard.browser()
    await browser.register('person@example.com')
    const [sessionid = ''] = browser.cookies.get(SESSION_COOKIE)?.split('.') ?? []
    for (const forged of [sessionid, `${sessionid}.`, `${sessionid}.guess`, '.', '']) {
      const other = dashboard.browser()
      other.cookies.set(SESSION_COOKIE, forged)
      expect((await other.get('/account')).status).toBe(303)
    }
  })

  test('ends for good when the person signs out, on a form with a token', async () => {
    const dashboard = await startDashboard()
    const browser = dashboard.browser()
    await browser.register('person@example.com')
    const value = browser.cookies.get(SESSION_COOKIE) ?? ''
    expect((await browser.get('/account/signout')).status).toBe(200)
    expect((await browser.get('/account')).status).toBe(200)
    expect((await browser.submit('/account/signout', {})).status).toBe(303)
    expect(browser.cookies.has(SESSION_COOKIE)).toBe(false)
    browser.cookies.set(SESSION_COOKIE, value)
    expect((await browser.get('/account')).status).toBe(303)
  })

  test('expires', async () => {
    const dashboard = await startDashboard()
    const browser = dashboard.browser()
    await browser.register('person@example.com')
    dashboard.services.now = () => new Date(Date.now() + 8 * 24 * 60 * 60 * 1000)
    const later = await startDashboard({ services: dashboard.services })
    const returning = later.browser()
    returning.cookies.set(SESSION_COOKIE, browser.cookies.get(SESSION_COOKIE) ?? '')
    expect((await returning.get('/account')).status).toBe(303)
  })
})

describe('forms', () => {
  test('are refused without their token, and shown again with what was typed', async () => {
    const browser = (await startDashboard()).browser()
    const response = await browser.submit('/account/register', {
      'csrf-token': 'forged',
      name: 'Typed Name',
      email: 'a@example.com',
      password: PASSWORD,
    })
    expect(response.status).toBe(403)
    const html = await response.text()
    expect(html).toContain('send it again')
    expect(html).toContain('Typed Name')
    expect((await browser.get('/account')).status).toBe(303)
  })

  test('do not take the token of another browser', async () => {
    const dashboard = await startDashboard()
    const token = await dashboard.browser().token('/account/register')
    const response = await dashboard.browser().submit('/account/register', {
      'csrf-token': token,
      name: 'A',
      email: 'a@example.com',
      password: PASSWORD,
    })
    expect(response.status).toBe(403)
  })

  test('are refused from another website', async () => {
    const browser = (await startDashboard()).browser()
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ]) {
      const fields = { name: 'A', email: 'a@example.com', password: PASSWORD }
      const response = await browser.submit('/account/register', fields, { headers })
      expect(response.status).toBe(403)
      expect(await response.text()).toContain('another website')
    }
  })
})
