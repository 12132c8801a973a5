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

const open = (app: App, path: string, user = 'ada') =>
  new SlowForm(app.url + path, { headers: { 'x-test-user': user } })

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
  expect(body).toContain('takes no files')
  expect(body).toContain('value="Maya"')
})

test('no file is kept of a guest, and the page says which to choose again', async () => {
  const { app, path } = await seller('document')
  const { status, body } = await open(app, path, '')
    .field('version', '1')
    .file(FRONT, 12 * MB, 'passport.png')
    .end()
  expect(status).toBe(401)
  expect(body).toContain('passport.png')
})

test('no file is kept for a route of the API that takes none', async () => {
  const app = await startApp()
  const form = open(app, '/api/user/connect/create-stripe-account?accountid=ada')
    .field('country', 'US')
    .field('business_type', 'individual')
  const { status, body } = await form.file('front', 12 * MB).end()
  expect([status, JSON.parse(body)]).toMatchObject([400, { message: 'unexpected-file', field: 'front' }])
})
