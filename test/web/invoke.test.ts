import { expect, test, vi } from 'vitest'
import { z } from 'zod'
import type { Caller, Context } from '../../src/context/context.ts'
import { translators } from '../../src/runtime/translators.ts'
import { invoke } from '../../src/web/invoke.ts'
import { apiRoute } from '../../src/web/route.ts'
import { servicesOfTest } from '../support/services.ts'
import { ADMINISTRATOR, PERSON } from './support.ts'

const rename = apiRoute({
  method: 'POST',
  path: '/api/administrator/connect/rename',
  audience: 'administrator',
  summary: 'Gives a thing another name.',
  query: z.object({ thingid: z.string() }),
  body: z.object({ name: z.string() }),
  errors: [],
  returns: z.object({ thingid: z.string(), name: z.string() }),
  handle: async (_context, { query, body }) => ({ ...query, ...body, secret: 'no' }),
})

async function call(caller: Caller | undefined, query: Record<string, string>, unkept: string[] = []) {
  const services = await servicesOfTest()
  const { log } = services
  const about = { requestId: 'request-1', ip: '203.0.113.7', userAgent: '', messages: translators.english }
  const context: Context = { services, caller, log, ...about }
  const files = unkept.map((field) => ({ field, name: 'photo.png' }))
  const body = vi.fn(async () => ({ values: { name: 'Bowl' }, files: [], unkept: files, problems: [] }))
  return { body, result: invoke(rename, context, { query: () => query, body }) }
}

test.each([
  ['a guest', undefined, { thingid: '1' }, 'sign-in-required'],
  ['a person', PERSON, { thingid: '1' }, 'administrator-required'],
  ['a guest who asks for nothing', undefined, {}, 'sign-in-required'],
  ['an administrator who asks for nothing', ADMINISTRATOR, {}, 'invalid-thingid'],
])('nothing of what %s posts is read', async (_who, caller, query, code) => {
  const { body, result } = await call(caller, query)
  await expect(result).rejects.toThrow(code)
  expect(body).not.toHaveBeenCalled()
})

test('the answer holds what the route declares', async () => {
  const { result } = await call(ADMINISTRATOR, { thingid: '1' })
  expect(await result).toEqual({ thingid: '1', name: 'Bowl' })
})

test('files are refused where none are taken', async () => {
  const { result } = await call(ADMINISTRATOR, { thingid: '1' }, ['photo'])
  await expect(result).rejects.toMatchObject({ code: 'unexpected-file', field: 'photo' })
})
