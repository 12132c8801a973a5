import supertest from 'supertest'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Caller, Context } from '../../src/context/context.ts'
import { ConnectError } from '../../src/core/errors.ts'
import { type ApiRoute, apiRoute, type UploadedFile } from '../../src/web/route.ts'
import { ADMINISTRATOR, PERSON, serve } from './support.ts'

const PATH = '/api/user/connect/thing'

interface Thing extends Partial<Pick<ApiRoute, 'method' | 'audience' | 'query' | 'returns'>> {
  body?: z.ZodType
  fileFields?: () => Promise<string[]>
  handle(context: Context, input: { body: unknown; files: UploadedFile[] }): Promise<unknown>
}

function route({ body, ...overrides }: Thing): ApiRoute {
  const thing = {
    method: 'GET' as const,
    path: PATH,
    audience: 'user' as const,
    summary: 'A thing.',
    query: z.object({}),
    errors: [],
    returns: z.unknown(),
    ...overrides,
  } as const
  return body ? apiRoute({ ...thing, body }) : apiRoute(thing)
}

const get = route({ handle: async () => ({ fine: true }) })

/** A client for an app with this route, called by this person. */
const client = async (only: ApiRoute, caller?: Caller) => supertest(await serve([only], caller && { caller }))

describe('who may ask', () => {
  test('a guest is told to sign in, in JSON', async () => {
    const answer = { object: 'error', message: 'sign-in-required', detail: 'Sign in to do this.' }
    await (await client(get)).get(PATH).expect(401, answer)
  })

  test('only an administrator reaches what is for administrators', async () => {
    const only = route({ audience: 'administrator', handle: async () => 1 })
    await (await client(only, PERSON)).get(PATH).expect(403)
    await (await client(only, ADMINISTRATOR)).get(PATH).expect(200)
  })
})

describe('results', () => {
  test.each([[0], [[]], [null], [true], [{ a: 1 }]])('%j is valid JSON', async (value) => {
    const { text } = await (await client(route({ handle: async () => value }), PERSON))
      .get(PATH)
      .expect(200)
      .expect('content-type', /^application\/json/)
      .expect('cache-control', 'no-store')
    expect(JSON.parse(text)).toEqual(value)
  })

  test('hold nothing that the route does not declare', async () => {
    const returns = z.object({ shown: z.string() })
    const handle = async () => ({ shown: 'yes', secret: 'no' })
    await (await client(route({ returns, handle }), PERSON)).get(PATH).expect(200, { shown: 'yes' })
  })

  test('of HEAD have a head only', async () => {
    const { text } = await (await client(get, PERSON)).head(PATH).expect(200)
    expect(text ?? '').toBe('')
  })
})

describe('refusals', () => {
  test('name the parameter that does not fit, also when it is repeated', async () => {
    const query = z.object({ stripeid: z.string().startsWith('acct_') })
    const api = await client(route({ query, handle: async () => 1 }), PERSON)
    for (const search of ['', '?stripeid=x', '?stripeid=acct_1&stripeid=acct_2']) {
      const { body } = await api.get(PATH + search).expect(400)
      expect(body).toMatchObject({ message: 'invalid-stripeid', field: 'stripeid' })
    }
  })

  test('keep their status and code', async () => {
    const handle = async () => {
      throw new ConnectError('invalid-stripeid', {
        status: 404,
        field: 'stripeid',
        message: 'No "such" one.',
      })
    }
    const answer = {
      object: 'error',
      message: 'invalid-stripeid',
      field: 'stripeid',
      detail: 'No "such" one.',
    }
    await (await client(route({ handle }), PERSON)).get(PATH).expect(404, answer)
  })

  test('for a fault of ours say nothing but where to ask', async () => {
    const handle = async () => {
      throw new TypeError('password in the message')
    }
    const { body, text } = await (await client(route({ handle }), PERSON)).get(PATH).expect(500)
    expect(body).toMatchObject({ object: 'error', message: 'internal-error' })
    expect(text).toContain('request-1')
    expect(text).not.toContain('password')
  })

  test('an unknown route is 404, another method 405 with what is allowed', async () => {
    const api = await client(get, PERSON)
    const { body } = await api.get('/api/user/connect/nothing').expect(404)
    expect(body).toMatchObject({ object: 'error', message: 'not-found' })
    await api.delete(PATH).expect(405).expect('allow', 'GET, HEAD')
  })
})

describe('bodies', () => {
  const echo = route({
    method: 'POST',
    body: z.object({ name: z.string() }),
    fileFields: async () => ['document'],
    handle: async (_context, { body, files }) => ({ body, files: files.map(({ name }) => name) }),
  })
  const api = () => client(echo, PERSON)

  test('are taken as JSON, as a form, and with files', async () => {
    const json = (await api()).post(PATH).type('application/json; charset=utf-8')
    await json.send('{"name":"é","__proto__":{"x":1}}').expect(200, { body: { name: 'é' }, files: [] })
    await (await api())
      .post(PATH)
      .type('form')
      .send({ name: 'a' })
      .expect(200, { body: { name: 'a' }, files: [] })
    const form = (await api()).post(PATH).field('name', 'b').attach('document', Buffer.from('x'), 'scan.png')
    await form.expect(200, { body: { name: 'b' }, files: ['scan.png'] })
  })

  test.each([
    ['broken', 'application/json', '{"name":', 400, 'invalid-body'],
    ['of an unknown kind', 'text/csv', 'name', 415, 'unsupported-content-type'],
    ['not an object', 'application/json', '[]', 400, 'invalid-body'],
    ['too large', 'application/json', 'x'.repeat(2_000_000), 413, 'request-too-large'],
  ])('are refused when %s', async (_what, type, sent, status, message) => {
    const { body } = await (await api()).post(PATH).type(type).send(sent).expect(status)
    expect(body).toMatchObject({ object: 'error', message })
  })

  test('are not taken from the page of another website', async () => {
    const from = async (name: string, value: string) =>
      (await api()).post(PATH).type('form').set(name, value).send({ name: 'a' })
    expect((await from('origin', 'https://evil.example')).status).toBe(403)
    expect((await from('sec-fetch-site', 'cross-site')).status).toBe(403)
    expect((await from('origin', 'http://dashboard.test')).status).toBe(200)
  })
})
