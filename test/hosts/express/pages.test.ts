import { describe, expect, test } from 'vitest'
import { register, startApp, tokenOf, told } from './support.ts'

const CREATE = '/account/connect/create-stripe-account'

describe('a layout of the app’s', () => {
  test('stands around every page, with what a page needs in it', async () => {
    const app = await startApp({
      mount: '/payments',
      layout: async ({ title, language, head, body }, request) =>
        `<!doctype html><html lang="${language}"><title>${title} at ours</title>${head}<nav>${request.get('x-test-user')}</nav>${body}</html>`,
    })
    const page = await app.fetch('/payments/account/connect', { user: 'ada' })
    const html = await page.text()
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(html).toMatch(/^<!doctype html><html lang="en"><title>Get paid at ours<\/title>/)
    expect(html).toContain('<nav>ada</nav><div class="connect">')
    expect(html).toContain('/payments/public/connect/connect.css')
    expect(html.match(/<html|<title/g)).toHaveLength(2)
    const missing = await app.fetch('/payments/account/connect/nothing', { user: 'ada' })
    expect(missing.status).toBe(404)
    expect(await missing.text()).toContain('<nav>ada</nav>')
  })

  test('brings what the app’s own policy has to allow: ours is not in its way', async () => {
    const app = await startApp({ layout: ({ body }) => body })
    const page = await app.fetch('/account/connect', { user: 'ada' })
    expect(page.headers.get('content-security-policy')).toBeNull()
    expect(page.headers.get('cache-control')).toBe('no-store')
  })

  test('that fails is answered in words', async () => {
    const app = await startApp({
      layout: () => {
        throw new Error('no template')
      },
    })
    const page = await app.fetch('/account/connect', { user: 'ada' })
    expect(page.status).toBe(500)
    expect(await page.text()).toContain('Sorry, there is a problem')
  })
})

describe('without a layout', () => {
  test('pages have the site’s title, the person’s menus and a policy that lets nothing else in', async () => {
    const app = await startApp({ title: 'Craft & market' })
    const page = await app.fetch('/account/connect', { user: 'ada;admin' })
    const html = await page.text()
    expect(html).toContain('<title>Get paid · Craft &amp; market</title>')
    expect(html).toContain('href="/administrator/connect"')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'")
    expect(page.headers.get('strict-transport-security')).toBeNull()
    const seller = await app.fetch('/account/connect', { user: 'ada' })
    expect(await seller.text()).not.toContain('href="/administrator/connect"')
  })

  test('the way home is the site’s, not the mount’s', async () => {
    const app = await startApp({ mount: '/payments' })
    const html = await (await app.fetch('/payments/account/connect/nothing', { user: 'ada' })).text()
    expect(html).not.toContain('href="/payments/"')
    expect(html).toContain('href="/"')
  })
})

describe('who is asking', () => {
  test('opens the administrators’ pages only when the app says true', async () => {
    const app = await startApp({
      authenticate: (request) => ({
        accountid: 1,
        administrator: (request.get('x-test-user') === 'true' ? true : request.get('x-test-user')) as boolean,
      }),
    })
    expect((await app.fetch('/administrator/connect', { user: 'true' })).status).toBe(200)
    expect((await app.fetch('/administrator/connect', { user: 'false' })).status).toBe(403)
    expect((await app.fetch('/administrator/connect', { user: '1' })).status).toBe(403)
  })

  test('may have a number for an id; nothing that would be the same for everybody', async () => {
    const ids = new Map<string, unknown>([
      ['number', 42],
      ['bigint', 42n],
      ['empty', ''],
      ['object', { id: 42 }],
      ['missing', undefined],
      ['NaN', Number.NaN],
      ['long', 'x'.repeat(256)],
    ])
    const app = await startApp({
      authenticate: (request) => ({ accountid: ids.get(request.get('x-test-user') ?? '') as string }),
    })
    await register(app, 'number')
    expect((await told(await app.fetch('/', { user: 'bigint' }))).headers['x-stripe-accounts-count']).toBe(
      '1',
    )
    for (const user of ['empty', 'object', 'missing', 'NaN', 'long']) {
      expect((await app.fetch('/account/connect', { user })).status, user).toBe(500)
      const { headers } = await told(await app.fetch('/', { user }))
      expect(headers['x-stripe-accounts-status'], user).toBe('unavailable')
    }
  })
})

describe('a form', () => {
  const post = (app: Awaited<ReturnType<typeof startApp>>, user: string, token: string, headers = {}) =>
    app.fetch(CREATE, {
      user,
      method: 'POST',
      headers,
      body: new URLSearchParams({ 'csrf-token': token, country: 'US' }),
    })

  test('is taken from the session that it was shown to, and shows nobody else what was typed', async () => {
    const app = await startApp()
    const token = await tokenOf(await app.fetch(CREATE, { user: 'ada' }))
    expect(token).toMatch(/^[\w-]{43}\.[\w-]+\.[\w-]{43}$/)
    expect(await tokenOf(await app.fetch(CREATE, { user: 'ada' }))).toBe(token)
    expect((await post(app, 'ada', token)).status).toBe(303)
    const refused = await post(app, 'eve', token)
    const html = await refused.text()
    expect(refused.status).toBe(403)
    expect(html).toContain('Somebody else opened this form')
    expect(html).not.toContain('<option value="US" selected>')
  })

  test('that is sent after the session ended comes back from the app’s sign-in, and one press sends it', async () => {
    const app = await startApp({ mount: '/payments' })
    const token = await tokenOf(await app.fetch(`/payments${CREATE}`, { user: 'ada' }))
    const body = new URLSearchParams({ 'csrf-token': token, country: 'DE' })
    const sent = await app.fetch(`/payments${CREATE}`, { method: 'POST', body })
    const signIn = new URL(sent.headers.get('location') ?? '', app.url)
    expect([sent.status, signIn.pathname]).toEqual([303, '/signin'])
    const back = signIn.searchParams.get('return-url') ?? ''
    expect(await (await app.fetch(back, { user: 'eve' })).text()).not.toContain('value="DE" selected')
    const page = await app.fetch(back, { user: 'ada' })
    const html = await page.clone().text()
    expect(html).toContain('<option value="DE" selected>')
    expect(html).toContain('You were signed out')
    body.set('csrf-token', await tokenOf(page))
    const again = await app.fetch(back, { user: 'ada', method: 'POST', body })
    expect([again.status, again.headers.get('location')]).toEqual([
      303,
      expect.stringContaining('/payments/account/connect/edit-stripe-account?'),
    ])
  })

  test('is not taken from another website', async () => {
    const app = await startApp()
    const token = await tokenOf(await app.fetch(CREATE, { user: 'ada' }))
    expect((await post(app, 'ada', token, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await post(app, 'ada', token, { origin: 'https://evil.example' })).status).toBe(403)
    expect((await post(app, 'ada', token, { origin: app.url })).status).toBe(303)
  })
})
