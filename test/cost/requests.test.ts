/** The work for a stranger's whole request, from its first byte to the answer's last, grows in proportion to its size. */

import express from 'express'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { routes } from '../../src/features.ts'
import { type App, openApp, register } from '../hosts/express/support.ts'
import { behind } from '../hosts/support.ts'
import { some } from '../support/breadth.ts'
import { testConfig } from '../support/services.ts'
import { exchange, FORM, get, LAST, many, part, post } from './exchange.ts'
import { expectLinear } from './growth.ts'

const marks = (size: number) => '\u0301'.repeat(size / 2) + '\u0316'.repeat(size / 2)

/** Requests, by the part that is large; a head may have 16 KB. */
const REQUESTS: Record<string, [size: number, make: (size: number, path: string) => string]> = {
  'a querystring of one name': [1900, (size, path) => get(`${path}?${'a&'.repeat(size)}`)],
  'a querystring of many names': [700, (size, path) => get(`${path}?${many(size, (at) => `${at}&`)}`)],
  'a long path': [3700, (size, path) => get(`${path}/${'%2e'.repeat(size)}`)],
  'lines of one name': [900, (size, path) => get(path, 'a:\r\n'.repeat(size))],
  'lines of many names': [
    400,
    (size, path) =>
      get(
        path,
        many(size, (at) => `a${at}:\r\n`),
      ),
  ],
  'options of the connection': [1200, (size, path) => get(path, `connection: ${'a, '.repeat(size)}b\r\n`)],
  'spaces in Connection': [3700, (size, path) => get(path, `connection: a${' '.repeat(size)}b\r\n`)],
  'spaces in Upgrade': [
    3700,
    (size, path) => get(path, `connection: upgrade\r\nupgrade: a${' '.repeat(size)}b\r\n`),
  ],
  cookies: [900, (size, path) => get(path, `cookie: ${'a=b;'.repeat(size)}c=d\r\n`)],
  languages: [900, (size, path) => get(path, `accept-language: ${'a-b,'.repeat(size)}c\r\n`)],
  'kinds of answers': [900, (size, path) => get(path, `accept: "${'a/b,'.repeat(size)}c\r\n`)],
  'proxies in front': [900, (size, path) => get(path, `x-forwarded-for: ${'1.2,'.repeat(size)}3\r\n`)],
  ranges: [900, (size, path) => get(path, `range: bytes=${'0-1,'.repeat(size)}2-3\r\n`)],
  'known versions': [900, (size, path) => get(path, `if-none-match: ${'"a",'.repeat(size)}"b"\r\n`)],
  signatures: [
    900,
    (size, path) => post(path, 'application/json', '{}', `stripe-signature: t=1,${'v1=a,'.repeat(size)}\r\n`),
  ],
  'a kind of body with many settings': [
    900,
    (size, path) => post(path, `multipart/form-data;${'a=b;'.repeat(size)}boundary=b`, '--b--'),
  ],
  'one name in a form': [4000, (size, path) => post(path, FORM, 'a&'.repeat(size))],
  'many names in a form': [
    4000,
    (size, path) =>
      post(
        path,
        FORM,
        many(size, (at) => `${at}=&`),
      ),
  ],
  'a form of percents': [100_000, (size, path) => post(path, FORM, '%'.repeat(size))],
  'one name in a form with parts': [
    120,
    (size, path) => post(path, 'multipart/form-data; boundary=b', `${part('a').repeat(size)}--b--`),
  ],
  'many names in a form with parts': [
    120,
    (size, path) =>
      post(path, 'multipart/form-data; boundary=b', `${many(size, (at) => part(`${at}`))}--b--`),
  ],
  'a long name of a part': [
    4000,
    (size, path) => post(path, 'multipart/form-data; boundary=b', `${part('[a]'.repeat(size))}--b--`),
  ],
  'headers of a part': [
    4000,
    (size, path) =>
      post(path, 'multipart/form-data; boundary=b', `--b\r\n${'a:\r\n'.repeat(size)}\r\n\r\n--b--`),
  ],
  'almost a boundary': [
    10_000,
    (size, path) =>
      post(path, 'multipart/form-data; boundary=bbbbbbbb', `${part('a', '\r\n--bbbbbbb'.repeat(size))}--b--`),
  ],
  'a preamble': [
    100_000,
    (size, path) => post(path, 'multipart/form-data; boundary=b', `${'\r\n-'.repeat(size)}--b--`),
  ],
  'chunks of one byte': [
    10_000,
    (size, path) =>
      `POST ${path} HTTP/1.1\r\n${LAST}content-type: ${FORM}\r\ntransfer-encoding: chunked\r\n\r\n${'1\r\na\r\n'.repeat(size)}0\r\n\r\n`,
  ],
  'deep JSON': [50_000, (size, path) => post(path, 'application/json', '['.repeat(size))],
  'deep JSON that ends': [
    12_000,
    (size, path) => post(path, 'application/json', `{"a":${'['.repeat(size)}${']'.repeat(size)}}`),
  ],
  'wide JSON': [
    50_000,
    (size, path) => post(path, 'application/json', `{${many(size, (at) => `"${at}":1,`)}"a":1}`),
  ],
}

const requests = some(Object.entries(REQUESTS), 5)

const PATHS = [
  ...['/goods', '/account/signin', '/account/connect/create-stripe-account', '/public/connect/connect.css'],
  ...[
    '/api/user/connect/create-stripe-account?accountid=ada',
    '/webhooks/connect/index-connect-data',
    '/healthz',
  ],
]

/** @param more more headers, each with its line end */
async function expectAllLinear(url: string, path: string, more = ''): Promise<void> {
  for (const [what, [size, make]] of requests)
    await expectLinear(
      size,
      (each) => make(each, path).replace(LAST, LAST + more),
      async (bytes) => expect(await exchange(url, bytes), what).toBeLessThan(500),
      what,
    )
}

describe('the standalone host', () => {
  const start = () =>
    behind((request, response) => void request.resume().on('end', () => response.end()), {
      routes,
      config: { stripe: testConfig().stripe },
    })

  test.each(PATHS)('takes everything at %s', async (path) => {
    const { url } = await start()
    await expectAllLinear(url, path)
  })

  test.each(['name', 'email', 'password'])('takes accents as the %s of who registers', async (field) => {
    const browser = (await start()).browser()
    const token = await browser.token('/account/register')
    await expectLinear(
      8000,
      (size) => new URLSearchParams({ 'csrf-token': token, [field]: `a${marks(size)}` }).toString(),
      (body) => browser.get('/account/register', { method: 'POST', body, headers: { 'content-type': FORM } }),
    )
  })
})

describe.each([
  ['an Express app', []],
  ['an Express app with parsers of its own', [express.json(), express.urlencoded({ extended: true })]],
])('%s', (_name, before) => {
  let app: App

  beforeAll(async () => {
    app = await openApp({ before })
    await app.connect.ready()
  })
  afterAll(() => app.close())

  test.each(PATHS)('takes everything at %s', (path) => expectAllLinear(app.url, path, 'x-test-user: ada\r\n'))

  test('takes every answer of a form', async () => {
    const edit = (await register(app, 'ada')).headers.get('location') ?? ''
    const step = (await app.fetch(edit, { user: 'ada' })).headers.get('location') ?? ''
    const html = await (await app.fetch(step, { user: 'ada' })).text()
    const [, token = ''] = /name="csrf-token" value="([^"]+)"/.exec(html) ?? []
    const names = [...html.matchAll(/ name="(individual_[^"]+)"/g)].map(([, name = '']) => name)
    expect(names).toContain('individual_phone')
    for (const [what, text] of [
      ['accents', (size: number) => `a${marks(size)}`],
      ['a number to call', (size: number) => `tel:;phone-context=${'1'.repeat(size)}`],
    ] as const)
      await expectLinear(
        2000,
        (size) => Object.fromEntries(names.map((name) => [name, text(size)])),
        async (answers) => {
          const body = new URLSearchParams({ 'csrf-token': token, ...answers })
          const { status } = await app.fetch(step, { user: 'ada', method: 'POST', body })
          expect([400, 413], what).toContain(status)
        },
        what,
      )
  })
})
