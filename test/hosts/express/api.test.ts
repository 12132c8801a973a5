import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { ConnectError } from '../../../src/errors.ts'
import { type ApiRoute, apiRoute } from '../../../src/route.ts'
import { ADMINISTRATOR, PERSON, serve } from './support.ts'

const PATH = '/api/user/connect/thing'

function route(
  overrides: Partial<Parameters<typeof apiRoute>[0]> & { handle: ApiRoute['handle'] },
): ApiRoute {
  return apiRoute({
    method: 'GET',
    path: PATH,
    audience: 'user',
    summary: 'A thing.',
    query: z.object({}),
    errors: [],
    returns: z.unknown(),
    ...overrides,
  } as Parameters<typeof apiRoute>[0])
}

const get = route({ handle: async () => ({ fine: true }) })

describe('who may ask', () => {
  test('a guest is told to sign in, in JSON', async () => {
    const url = await serve([get])
    const response = await fetch(url + PATH)
    expect(response.status).toBe(401)
    expect(await response.json()).toEqual({
      object: 'error',
      message: 'sign-in-required',
      detail: 'Sign in to do this.',
    })
  })

  test('only an administrator reaches what is for administrators', async () => {
    const routes = [route({ audience: 'administrator', handle: async () => 1 })]
    expect((await fetch((await serve(routes, { caller: PERSON })) + PATH)).status).toBe(403)
    expect((await fetch((await serve(routes, { caller: ADMINISTRATOR })) + PATH)).status).toBe(200)
  })
})

describe('results', () => {
  test.each([[0], [[]], [null], [true], [{ a: 1 }]])('%j is valid JSON', async (value) => {
    const url = await serve([route({ handle: async () => value })], { caller: PERSON })
    const response = await fetch(url + PATH)
    expect(response.headers.get('content-type')).toContain('application/json')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toEqual(value)
  })

  test('hold nothing that the route does not declare', async () => {
    const returns = z.object({ shown: z.string() })
    const handle = async () => ({ shown: 'yes', secret: 'no' })
    const url = await serve([route({ returns, handle })], { caller: PERSON })
    expect(await (await fetch(url + PATH)).json()).toEqual({ shown: 'yes' })
  })

  test('of HEAD have a head only', async () => {
    const url = await serve([get], { caller: PERSON })
    const response = await fetch(url + PATH, { method: 'HEAD' })
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('')
  })
})

describe('refusals', () => {
  test('name the parameter that does not fit, also when it is repeated', async () => {
    const query = z.object({ stripeid: z.string().startsWith('acct_') })
    const url = await serve([route({ query, handle: async () => 1 })], { caller: PERSON })
    for (const search of ['', '?stripeid=x', '?stripeid=acct_1&stripeid=acct_2']) {
      const response = await fetch(url + PATH + search)
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ message: 'invalid-stripeid', field: 'stripeid' })
    }
  })

  test('keep their status and code; faults of ours say nothing but where to ask', async () => {
    const refuse = route({
      handle: async () => {
        throw new ConnectError('invalid-stripeid', {
          status: 404,
          field: 'stripeid',
          message: 'No "such" one.',
        })
      },
    })
    const refused = await fetch((await serve([refuse], { caller: PERSON })) + PATH)
    expect(refused.status).toBe(404)
    expect(await refused.json()).toEqual({
      object: 'error',
      message: 'invalid-stripeid',
      field: 'stripeid',
      detail: 'No "such" one.',
    })

    const fail = route({
      handle: async () => {
        throw new TypeError('password in the message')
      },
    })
    const failed = await fetch((await serve([fail], { caller: PERSON })) + PATH)
    expect(failed.status).toBe(500)
    const text = await failed.text()
    expect(JSON.parse(text)).toMatchObject({ object: 'error', message: 'internal-error' })
    expect(text).toContain('request-1')
    expect(text).not.toContain('password')
  })

  test('an unknown route is 404, another method 405 with what is allowed', async () => {
    const url = await serve([get], { caller: PERSON })
    const unknown = await fetch(`${url}/api/user/connect/nothing`)
    expect(unknown.status).toBe(404)
    expect(await unknown.json()).toMatchObject({ object: 'error', message: 'not-found' })
    const method = await fetch(url + PATH, { method: 'DELETE' })
    expect(method.status).toBe(405)
    expect(method.headers.get('allow')).toBe('GET')
  })
})

describe('bodies', () => {
  const echo = route({
    method: 'POST',
    body: z.object({ name: z.string() }),
    handle: async (_context, { body, files }) => ({ body, files: files.map(({ name }) => name) }),
  })
  const post = async (init: RequestInit) => {
    const response = await fetch((await serve([echo], { caller: PERSON })) + PATH, {
      method: 'POST',
      ...init,
    })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }

  test('are taken as JSON, as a form, and with files', async () => {
    const headers = { 'content-type': 'application/json; charset=utf-8' }
    const json = await post({ headers, body: '{"name":"é","__proto__":{"x":1}}' })
    expect(json.body.body).toEqual({ name: 'é' })
    expect((await post({ body: new URLSearchParams({ name: 'a' }) })).body.body).toEqual({ name: 'a' })
    const form = new FormData()
    form.set('name', 'b')
    form.set('document', new File(['x'], 'scan.png', { type: 'image/png' }))
    expect((await post({ body: form })).body).toEqual({ body: { name: 'b' }, files: ['scan.png'] })
  })

  test('are refused when broken, of an unknown kind, not an object, or too large', async () => {
    const type = (value: string) => ({ 'content-type': value })
    const broken = await post({ headers: type('application/json'), body: '{"name":' })
    expect(broken).toMatchObject({ status: 400, body: { message: 'invalid-body' } })
    const unknown = await post({ headers: type('text/csv'), body: 'name' })
    expect(unknown).toMatchObject({ status: 415, body: { message: 'unsupported-content-type' } })
    const list = await post({ headers: type('application/json'), body: '[]' })
    expect(list).toMatchObject({ status: 400, body: { message: 'invalid-body' } })
    const large = await post({ headers: type('application/json'), body: 'x'.repeat(2_000_000) })
    expect(large).toMatchObject({ status: 413, body: { message: 'request-too-large' } })
  })

  test('are not taken from the page of another website', async () => {
    const body = new URLSearchParams({ name: 'a' })
    expect((await post({ headers: { origin: 'https://evil.example' }, body })).status).toBe(403)
    expect((await post({ headers: { 'sec-fetch-site': 'cross-site' }, body })).status).toBe(403)
    expect((await post({ headers: { origin: 'http://dashboard.test' }, body })).status).toBe(200)
  })
})
