/** The OpenAPI document, and the page that shows it. Every answer in all tests is held against the document. */
import { Validator } from '@seriousme/openapi-schema-validator'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { api, routes, statuses } from '../../src/features.ts'
import { openApi } from '../../src/web/openapi/document.ts'
import { apiRoute } from '../../src/web/route.ts'
import { startDashboard } from '../hosts/support.ts'
import { checkAnswer, foundSurprises } from '../support/openapi.ts'

const document = openApi(api, statuses)
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods))

test('the document is a valid one, with every route of the API', async () => {
  const validator = new Validator()
  expect(await validator.validate(JSON.parse(JSON.stringify(document)))).toEqual({ valid: true })
  expect(validator.version).toBe('3.1')
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const declared = routes.flatMap((route) => (route.kind === 'api' ? [`${route.method} ${route.path}`] : []))
  expect(described.toSorted()).toEqual(declared.toSorted())
})

test('its operations have names of their own, and stand under a heading', () => {
  const names = operations.map(({ operationId }) => operationId)
  expect(new Set(names).size).toBe(names.length)
  const headings = document.tags.map(({ name }) => name)
  for (const { tags } of operations) expect(headings).toContain(tags[0])
})

test('it names nothing that is not there', () => {
  const text = JSON.stringify(document)
  for (const [, kind = '', name = ''] of text.matchAll(/"#\/components\/(\w+)\/([^"]+)"/g))
    expect(document.components[kind as 'schemas'], name).toHaveProperty([name])
})

test('it refers to Stripe for what is Stripe’s', () => {
  expect(document.components.schemas['Stripe.CountrySpec']).toMatchObject({
    properties: { object: { const: 'country_spec' } },
    externalDocs: { url: 'https://docs.stripe.com/api/country_specs/object' },
  })
})

test('a body is taken as a form, as a form with files and as JSON, and files where the route takes some', () => {
  const { requestBody } = document.paths['/api/user/connect/update-stripe-account']?.patch ?? {}
  const types = ['application/x-www-form-urlencoded', 'multipart/form-data', 'application/json']
  expect(Object.keys(requestBody?.content ?? {})).toEqual(types)
  expect(JSON.stringify(requestBody?.content['multipart/form-data'])).toContain('contentMediaType')
  const bank = document.paths['/api/user/connect/update-payment-information']?.patch?.requestBody
  expect(JSON.stringify(bank)).not.toContain('contentMediaType')
  expect(bank?.required).toBe(true)
})

test('routes without a heading are refused', () => {
  const route = apiRoute({
    method: 'GET',
    path: '/api/user/connect/lost',
    audience: 'user',
    summary: 'Lost.',
    query: z.object({}),
    errors: [],
    returns: z.int(),
    handle: async () => 1,
  })
  expect(() => openApi([{ chapter: undefined, routes: [route] }], {})).toThrow('/api/user/connect/lost')
})

test('everybody may read the page, which has a section for each route, and the file beside it', async () => {
  const host = await startDashboard({ routes })
  const guest = host.browser()
  const page = await guest.get('/api/docs')
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  const html = await page.text()
  const sections = [...html.matchAll(/<h3 id="(\w+)"/g)].map(([, id]) => id)
  for (const { operationId } of operations) expect(sections).toContain(operationId)
  for (const [, anchor = ''] of html.matchAll(/href="#([^"]+)"/g)) expect(html).toContain(`id="${anchor}"`)
  expect(html).toContain('href="https://docs.stripe.com/api/payouts/object"')
  const [, address = ''] = /href="([^"]+openapi\.json)"/.exec(html) ?? []
  const file = await guest.get(address)
  expect([file.status, file.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8'])
  const servers = [{ url: host.services.config.url, description: expect.any(String) }]
  expect(await file.json()).toEqual({ ...JSON.parse(JSON.stringify(document)), servers })
})

test('an administrator finds it in the menu', async () => {
  const host = await startDashboard({ routes })
  const { browser } = await host.signedIn()
  expect(await browser.text('/administrator/connect')).toContain('href="/api/docs"')
})

test('an answer that the document does not tell of is noticed', async () => {
  const path = '/api/user/connect/stripe-accounts'
  await checkAnswer('GET', path, Response.json([{ object: 'stripeAccount', stripeid: 'acct_1' }]))
  const refusal = { object: 'error', message: 'made-up', detail: 'Nobody knows this.' }
  await checkAnswer('GET', path, Response.json(refusal, { status: 400 }))
  await checkAnswer('GET', path, Response.json(refusal, { status: 418 }))
  expect(foundSurprises().map((surprise) => surprise.split(/[:;]/, 2).join())).toEqual([
    `GET ${path} 200, data/0 must have required property 'accountid'`,
    `GET ${path} 400, data/message must be equal to one of the allowed values`,
    `GET ${path} 418, no such status`,
  ])
})
