import express, { type Express } from 'express'
import express4 from 'express4'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type App, type AppOptions, openApp, register, startApp, told } from './support.ts'

/** `app.use('/a/b', connect)` in a router of the app. */
function nested(make: () => Express, outer: string): () => Express {
  return () => {
    const app = make()
    const use = app.use.bind(app)
    app.use = ((path: unknown, ...handlers: express.RequestHandler[]) =>
      typeof path === 'string' && path !== '/'
        ? use(outer, express.Router().use(path.slice(outer.length), ...handlers))
        : use(path as express.RequestHandler, ...handlers)) as Express['use']
    return app
  }
}

const PLACES: [name: string, mount: string, options: AppOptions][] = [
  ['at the root', '', {}],
  ['below a path', '/payments', {}],
  ['within a router of the app', '/shop/payments', { make: nested(express, '/shop') }],
  ['in Express 4', '/payments', { make: express4 }],
]

describe.each(PLACES)('mounted %s', (_name, mount, options) => {
  let app: App

  beforeAll(async () => {
    app = await openApp({ mount: mount || '/', ...options })
    await app.connect.ready()
  })
  afterAll(() => app?.close())

  test('the API’s reference, and its file, say where the API is', async () => {
    const page = await app.fetch(`${mount}/api/docs`)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain(`href="${mount}/api/docs/openapi.json"`)
    const file = await app.fetch(`${mount}/api/docs/openapi.json`)
    expect(await file.json()).toMatchObject({ openapi: '3.1.1', servers: [{ url: app.url + mount }] })
  })

  test('pages, their forms, links, redirects and files stay below it', async () => {
    const page = await app.fetch(`${mount}/account/connect`, { user: 'ada' })
    const html = await page.text()
    expect(page.status).toBe(200)
    expect(html).toContain(`href="${mount}/account/connect/create-stripe-account"`)
    const files = [...html.matchAll(/(?:href|src)="([^"]*\/public\/connect\/[^"]+)"/g)].map(
      ([, file = '']) => file,
    )
    expect(files.length).toBeGreaterThan(5)
    for (const file of files) {
      expect(file.startsWith(`${mount}/public/connect/`)).toBe(true)
      const served = await app.fetch(file.replaceAll('&#x3D;', '='))
      expect(served.status, file).toBe(200)
      expect(served.headers.get('cache-control')).toContain('immutable')
    }
    const registered = await register(app, 'ada', mount)
    expect(registered.status).toBe(303)
    expect(registered.headers.get('location')).toMatch(
      new RegExp(`^${mount}/account/connect/edit-stripe-account\\?`),
    )
  })

  test('the mount path alone leads to the first page, and at the root of a site to the app’s', async () => {
    const answer = await app.fetch(mount || '/', { user: 'ada' })
    if (mount)
      expect([answer.status, answer.headers.get('location')]).toEqual([303, `${mount}/account/connect`])
    else expect(await told(answer)).toMatchObject({ app: '/' })
  })

  test('guests are sent to the app’s sign-in, and back', async () => {
    const answer = await app.fetch(`${mount}/account/connect/stripe-account?stripeid=acct_1`)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe(
      `/signin?return-url=${encodeURIComponent(`${mount}/account/connect/stripe-account?stripeid=acct_1`)}`,
    )
  })

  test('Stripe is told where the webhook is', async () => {
    await app.connect.ready()
    const answer = await fetch(`${app.stripe.url}/v1/webhook_endpoints`, {
      headers: { authorization: 'Bearer sk_test_offline' },
    })
    const { data } = (await answer.json()) as { data: { url: string }[] }
    expect(data.map(({ url }) => url)).toEqual([`${app.url}${mount}/webhooks/connect/index-connect-data`])
  })

  test('programs are answered with JSON, what is wrong in it too', async () => {
    await register(app, 'ben', mount)
    const accounts = await app.fetch(`${mount}/api/user/connect/stripe-accounts?accountid=ben`, {
      user: 'ben',
    })
    expect(await accounts.json()).toMatchObject([{ object: 'stripeAccount', accountid: 'ben' }])
    const guest = await app.fetch(`${mount}/api/user/connect/stripe-accounts?accountid=ada`)
    expect(guest.status).toBe(401)
    expect(await guest.json()).toMatchObject({ object: 'error', message: 'sign-in-required' })
  })

  test('a page of the module that is not there is its 404; everything else is the app’s', async () => {
    const missing = await app.fetch(`${mount}/account/connect/nothing`, { user: 'ada' })
    expect(missing.status).toBe(404)
    expect(await missing.text()).toContain('There is nothing at this address')
    for (const path of ['/', `${mount}/account`, `${mount}/account/connected`, '/elsewhere']) {
      const answer = await app.fetch(path, { user: 'ada' })
      expect(await told(answer)).toMatchObject({ app: path })
      expect(answer.headers.get('content-security-policy')).toBeNull()
    }
  })
})

test('two in one process know nothing of each other', async () => {
  const [one, other] = [await startApp({ mount: '/one' }), await startApp({ mount: '/other' })]
  await register(one, 'ada', '/one')
  expect((await told(await one.fetch('/', { user: 'ada' }))).headers['x-stripe-accounts-count']).toBe('1')
  expect((await told(await other.fetch('/', { user: 'ada' }))).headers['x-stripe-accounts-count']).toBe('0')
  await one.connect.close()
  expect((await other.fetch('/other/account/connect', { user: 'ada' })).status).toBe(200)
})
