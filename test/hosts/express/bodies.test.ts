import express, { type Request } from 'express'
import Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { type App, register, startApp, tokenOf } from './support.ts'

const SECRET = 'whsec_of_the_endpoint'
const WEBHOOK = '/webhooks/connect/index-connect-data'

/** With spaces and an escape that no parser would write the same way again. */
const EVENT =
  '{ "id": "evt_1", "object": "event", "type": "account.updated", "account": "acct_1", "created": 1700000000,\n "livemode": false, "data": {"object": {"id": "acct_1", "object": "account", "email": "\\u0061=<b>"}}}'

function deliver(app: App, payload = EVENT): Promise<Response> {
  const signature = new Stripe('sk_test_1').webhooks.generateTestHeaderString({ payload, secret: SECRET })
  return app.fetch(WEBHOOK, {
    method: 'POST',
    body: payload,
    headers: { 'content-type': 'application/json', 'stripe-signature': signature },
  })
}

function picture(app: App): Promise<Response> {
  const form = new FormData()
  form.set('country', 'US')
  form.set('file', new Blob(['x'], { type: 'image/png' }), 'x.png')
  return app.fetch('/account/connect/create-stripe-account', { user: 'ada', method: 'POST', body: form })
}

const keepBytes = {
  verify: (request: Request, _response: unknown, bytes: Buffer) => {
    Object.assign(request, { rawBody: bytes })
  },
}
const env = { CONNECT_WEBHOOK_ENDPOINT_SECRET: SECRET }

describe('a body that was parsed before', () => {
  test.each([
    ['simple', express.urlencoded({ extended: false })],
    ['extended', express.urlencoded({ extended: true })],
    ['raw', express.raw({ type: '*/*' })],
    ['text', express.text({ type: '*/*' })],
  ])('is a form all the same (%s)', async (_name, parser) => {
    const app = await startApp({ before: [parser] })
    expect((await register(app, 'ada')).status).toBe(303)
  })

  test('is a form whose last value of a name counts, and whose objects do not', async () => {
    const app = await startApp({ before: [express.urlencoded({ extended: true })] })
    const token = await tokenOf(await app.fetch('/account/connect/create-stripe-account', { user: 'ada' }))
    const answer = await app.fetch('/account/connect/create-stripe-account', {
      user: 'ada',
      method: 'POST',
      body: `csrf-token=${token}&country=US&country=ATLANTIS&operation[x]=1`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('id="message-container"')
  })

  test.each([
    ['of many bytes', `a=${'%22'.repeat(600_000)}`],
    ['of many names', Array.from({ length: 5_000 }, (_, at) => `n${at}=1`).join('&')],
  ])('is no larger than a form that is read here: %s', async (_what, body) => {
    const parser = express.urlencoded({ extended: false, limit: '50mb', parameterLimit: 1e6 })
    const app = await startApp({ before: [parser] })
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const sent = { method: 'POST', body, headers }
    const path = '/account/connect/create-stripe-account'
    for (const user of [undefined, 'ada'])
      expect((await app.fetch(path, { ...sent, ...(user && { user }) })).status, user).toBe(413)
  })

  test('is JSON for the API all the same', async () => {
    const app = await startApp({ before: [express.json()] })
    const created = await app.fetch('/api/user/connect/create-stripe-account?accountid=ada', {
      user: 'ada',
      method: 'POST',
      body: JSON.stringify({ country: 'US', business_type: 'individual' }),
      headers: { 'content-type': 'application/json' },
    })
    expect(created.status).toBe(200)
    expect(await created.json()).toMatchObject({ object: 'stripeAccount', accountid: 'ada' })
  })

  test('is a webhook where its bytes were kept', async () => {
    for (const parser of [express.json(keepBytes), express.raw({ type: 'application/json' })]) {
      const app = await startApp({ before: [parser], env })
      expect((await deliver(app)).status).toBe(200)
    }
  })

  test('is no webhook without its bytes, which the log explains', async () => {
    const lines: string[] = []
    const write = (_fields: object, message = '') => void lines.push(message)
    const log = {
      level: 'info',
      fatal: write,
      error: write,
      warn: write,
      info: write,
      debug: write,
      trace: write,
    }
    const app = await startApp({ before: [express.json()], env, log })
    const answer = await deliver(app)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ object: 'error', message: 'body-already-read' })
    expect(lines.join('\n')).toContain('mount stripeConnect before express.json()')
  })

  test('is no form with files', async () => {
    const app = await startApp({ before: [express.raw({ type: '*/*' })] })
    const answer = await picture(app)
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('read your form first')
  })
})

test('a body that no parser took is read here, whatever parsers there are', async () => {
  const app = await startApp({ before: [express.json(), express.urlencoded({ extended: true })], env })
  // Refused because the token is missing, not because of the parsers.
  const answer = await picture(app)
  expect(answer.status).toBe(403)
  expect(await answer.text()).toContain('This form expired')
})

test('a webhook with nothing before it is taken', async () => {
  const app = await startApp({ env })
  expect((await deliver(app)).status).toBe(200)
  expect((await deliver(app, EVENT.replace('evt_1', 'evt_2'))).status).toBe(200)
})
