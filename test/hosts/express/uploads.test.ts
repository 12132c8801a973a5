import { afterEach, describe, expect, test } from 'vitest'
import { uploadBudget } from '../../../src/web/body-budget.ts'
import { eventually } from '../../support/eventually.ts'
import { png } from '../../support/picture.ts'
import { SlowForm } from '../slow-form.ts'
import { type App, register, startApp, tokenOf } from './support.ts'

const MB = 1024 * 1024
const FRONT = 'individual_verification_document_front'

/** A seller with an open registration, at one of its steps, in a country that may ask for documents. */
async function seller(step: string, mount?: string) {
  const app = await startApp(mount === undefined ? {} : { mount })
  const created = await register(app, 'ada', mount, 'GB')
  const path = (created.headers.get('location') ?? '').replace(/&.*$/, `&step=${step}`)
  return { app, path, token: await tokenOf(await app.fetch(path, { user: 'ada' })) }
}

const open = (app: App, path: string, user = 'ada', method = 'POST') =>
  new SlowForm(app.url + path, { method, headers: { 'x-test-user': user } })

afterEach(() => eventually(() => expect(uploadBudget.held).toBe(0)))

describe.each([undefined, '/pay'])('mounted at %s', (mount) => {
  test('a document is taken of somebody signed in, once the token of their form has come', async () => {
    const { app, path, token } = await seller('document', mount)
    const form = open(app, path).field('csrf-token', token).file(FRONT, png())
    await eventually(() => expect(uploadBudget.held).toBe(png().length))
    expect((await form.end()).status).toBe(303)
  })
})

test('no file is kept with a wrong token, or before the right one', async () => {
  const { app, path, token } = await seller('document')
  const wrong = await open(app, path).field('csrf-token', 'guessed').file(FRONT, png()).end()
  expect(wrong.status).toBe(403)
  const late = await open(app, path).file(FRONT, png()).field('csrf-token', token).end()
  expect(late.status).toBe(403)
  expect(late.body).toContain('This form expired')
})

test('no file is kept at a step without file inputs, and what was typed is', async () => {
  const { app, path, token } = await seller('about-you')
  const form = open(app, path).field('csrf-token', token).field('individual_first_name', 'Maya')
  const { status, body } = await form.file(FRONT, png()).end()
  expect(status).toBe(400)
  expect(body).toContain('does not ask for this file')
  expect(body).toContain('value="Maya"')
})

test('no file is kept of somebody whose account it is not, in pages or in the API', async () => {
  const { app, path } = await seller('document')
  const token = await tokenOf(await app.fetch('/account/connect/create-stripe-account', { user: 'eve' }))
  const stripeid = new URL(path, app.url).searchParams.get('stripeid')
  const addresses = [
    path,
    path.replace(/stripeid=[^&]+/, 'stripeid=acct_nobody'),
    `/api/user/connect/update-stripe-account?stripeid=${stripeid}`,
  ]
  for (const address of addresses) {
    const method = address.startsWith('/api') ? 'PATCH' : 'POST'
    const form = open(app, address, 'eve', method).field('csrf-token', token).file(FRONT, MB)
    // The answer comes before the form has ended.
    expect([address, (await form.answer).status, uploadBudget.held]).toEqual([address, 404, 0])
  }
})

test('no file is kept that the form does not ask for', async () => {
  const { app, path, token } = await seller('document')
  const form = open(app, path)
    .field('csrf-token', token)
    .file('anything', 8 * MB)
    .file(FRONT, png())
  await eventually(() => expect(uploadBudget.held).toBe(png().length))
  const { status, body } = await form.end()
  expect([status, body]).toEqual([400, expect.stringContaining('does not ask for this file')])
})

test('no file is kept of somebody whose session has ended, who signs in first', async () => {
  const { app, path, token } = await seller('document')
  const form = open(app, path, '')
    .field('csrf-token', token)
    .file(FRONT, 12 * MB)
  const { status, headers } = await form.end()
  expect([status, headers.location]).toEqual([303, expect.stringMatching(/^\/signin\?return-url=.+refused/)])
})

test('no file is kept for a route of the API that takes none', async () => {
  const app = await startApp()
  const form = open(app, '/api/user/connect/create-stripe-account?accountid=ada')
    .field('country', 'US')
    .field('business_type', 'individual')
  const { status, body } = await form.file('front', 12 * MB).end()
  expect([status, JSON.parse(body)]).toMatchObject([400, { message: 'unexpected-file', field: 'front' }])
})
