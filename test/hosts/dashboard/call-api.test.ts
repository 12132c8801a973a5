import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { setRunningServices } from '../../../src/application/running.ts'
import type { Services } from '../../../src/context/context.ts'
import { inProcess } from '../../../src/hosts/dashboard/call-api.ts'
import { closeServices } from '../../../src/runtime/services.ts'
import { type ApiRoute, apiRoute } from '../../../src/web/route.ts'
import { testConfig, testServices } from '../../support/services.ts'

const routeFor = (audience: ApiRoute['audience'], method: ApiRoute['method'] = 'GET') =>
  apiRoute({
    path: '/api/user/connect/whence',
    method,
    audience,
    summary: 'Says where the request comes from',
    query: z.object({}),
    errors: [],
    returns: z.string(),
    handle: async ({ ip }) => ip,
  })
const whence = routeFor('guest')
let services: Services

beforeAll(async () => {
  services = await testServices({ ...testConfig(), trustedProxies: 1 })
  setRunningServices(services)
})

afterAll(async () => {
  setRunningServices(undefined)
  await closeServices(services)
})

test('another module that hands on a request has it recorded with the address that our proxy saw', async () => {
  const request = new IncomingMessage(new Socket())
  request.headers['x-forwarded-for'] = '6.6.6.6, 203.0.113.7'
  // Dashboard itself takes the first address.
  expect(await inProcess(whence)(Object.assign(request, { ip: '6.6.6.6' }))).toBe('203.0.113.7')
})

test('one that asks for itself may say the address', async () => {
  expect(await inProcess(whence)({ ip: '203.0.113.7' })).toBe('203.0.113.7')
})

const MINUTE = 60_000
const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE)

test.each([
  ['has ended', { ended: new Date() }, {}],
  ['is too old', { expiresAt: ago(1) }, {}],
  ['was ended with all others', { createdAt: ago(2) }, { sessionKeyLastResetAt: ago(1) }],
  ['is of a deleted account', {}, { deletedAt: ago(1) }],
  ['is somebody else’s', { accountid: 'ben' }, {}],
])(
  'a session that %s signs nobody in, whatever the application server says of it',
  async (_what, ofSession, ofAccount) => {
    const session = { sessionid: 'session', accountid: 'ada', ...ofSession }
    const account = { accountid: 'ada', ...ofAccount }
    const own = routeFor('user')
    await expect(inProcess(own)({ account, session })).rejects.toThrow('sign-in-required')
    const good = {
      sessionid: 'session',
      accountid: 'ada',
      ended: null,
      createdAt: ago(1),
      expiresAt: ago(-1),
    }
    const present = { accountid: 'ada', sessionKeyLastResetAt: ago(5), deletedAt: null }
    await expect(inProcess(own)({ account: present, session: good })).resolves.toBe('')
  },
)

const administrator = { accountid: 'ada', administrator: true }

test('an administrator writes through administrators’ routes, and nobody else does', async () => {
  for (const method of ['POST', 'PATCH', 'DELETE'] as const) {
    const write = inProcess(routeFor('administrator', method))
    await expect(write({ account: administrator, ip: '203.0.113.7' })).resolves.toBe('203.0.113.7')
    await expect(write({ account: { accountid: 'ben' } })).rejects.toThrow('administrator-required')
    await expect(write({ account: { ...administrator, deletedAt: ago(1) } })).rejects.toThrow(
      'sign-in-required',
    )
    await expect(write({})).rejects.toThrow('sign-in-required')
  }
})

test('a module reads through administrators’ routes for anybody, and for nobody', async () => {
  const read = inProcess(routeFor('administrator'))
  for (const account of [administrator, { accountid: 'ben' }])
    await expect(read({ account, ip: '203.0.113.7' })).resolves.toBe('203.0.113.7')
  await expect(read({ ip: '203.0.113.7' })).resolves.toBe('203.0.113.7')
})
