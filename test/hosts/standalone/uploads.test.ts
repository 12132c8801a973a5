import { afterEach, expect, test } from 'vitest'
import { z } from 'zod'
import { uploadBudget } from '../../../src/web/body-budget.ts'
import { page } from '../../../src/web/route.ts'
import { eventually } from '../../support/eventually.ts'
import { SlowForm } from '../slow-form.ts'
import { type Browser, startDashboard } from '../support.ts'

const MB = 1024 * 1024
const PATH = '/account/connect/documents'

const documents = page({
  path: PATH,
  audience: 'user',
  query: z.object({}),
  fileFields: async () => ['front', 'back'],
  load: async () => ({ view: 'standalone/sign-out', data: { title: 'Documents', email: '' } }),
  submit: async (_context, { files }) => ({ redirect: `/took/${files.length}` }),
})

async function host() {
  const dashboard = await startDashboard({ routes: [documents] })
  const open = (browser: Browser, path = PATH) =>
    new SlowForm(dashboard.url + path, {
      headers: { cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    })
  return { dashboard, open }
}

afterEach(() => eventually(() => expect(uploadBudget.held).toBe(0)))

test('a file is kept of somebody signed in, once the token of their session has come', async () => {
  const { dashboard, open } = await host()
  const { browser } = await dashboard.signedIn()
  const form = open(browser)
    .field('csrf-token', await browser.token(PATH))
    .file('front', MB)
  await eventually(() => expect(uploadBudget.held).toBe(MB))
  const { status, headers } = await form.end()
  expect([status, headers.location]).toEqual([303, '/took/1'])
})

test.each(['', 'guessed'])('none with the token "%s"', async (token) => {
  const { dashboard, open } = await host()
  const { browser } = await dashboard.signedIn()
  const { status, body } = await open(browser)
    .field('csrf-token', token)
    .file('front', 12 * MB)
    .end()
  expect(status).toBe(403)
  // The token comes first: otherwise the answer would be about the size.
  expect(body).not.toContain('too large')
})

test('none that comes before the token', async () => {
  const { dashboard, open } = await host()
  const { browser } = await dashboard.signedIn()
  const form = open(browser)
    .file('front')
    .field('csrf-token', await browser.token(PATH))
  expect((await form.end()).status).toBe(403)
})

test('none of somebody whose session has ended, and whose form waits until they have signed in', async () => {
  const { dashboard, open } = await host()
  const { browser } = await dashboard.signedIn()
  const token = await browser.token(PATH)
  browser.cookies.clear()
  const form = open(browser)
    .field('csrf-token', token)
    .field('name', 'typed')
    .file('front', 12 * MB)
  const { status, headers } = await form.end()
  expect([status, headers.location]).toEqual([303, expect.stringMatching(/signin\?return-url=.+refused/)])
})

test.each(['/account/signin', '/account/register'])('none at %s, which guests may send', async (path) => {
  const { dashboard, open } = await host()
  const browser = dashboard.browser()
  const token = await browser.token(path)
  const form = open(browser, path).field('csrf-token', token).field('email', 'a@example.com')
  const { status, body } = await form.file('front', 12 * MB).end()
  expect(status).toBe(400)
  expect(body).toContain('value="a@example.com"')
  expect(body).toContain('does not ask for this file')
})
