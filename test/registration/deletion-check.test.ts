import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findOwnAccount } from '../../src/accounts/find-own-account.ts'
import { checkDeletions } from '../../src/application/running.ts'
import { deleteAccount } from '../../src/registration/delete-account.ts'
import { deleteStripeAccount } from '../../src/registration/pages/delete-stripe-account.ts'
import { newAccount, openDesk, signedIn } from './support.ts'

const { services } = await openDesk()
let answer: unknown

const applicationServer = createServer((_request, response) => {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
}).listen(0, '127.0.0.1')

beforeAll(async () => {
  if (!applicationServer.listening) await once(applicationServer, 'listening')
  const { port } = applicationServer.address() as AddressInfo
  services.config.applicationServer = new URL(`http://127.0.0.1:${port}`)
  checkDeletions()
})

afterAll(() => {
  applicationServer.close().closeAllConnections()
})

test('an account that the application server still needs is kept', async () => {
  const context = signedIn(services)
  const row = await newAccount(context, 'GB')
  answer = { redirect: '/shop/open-orders' }
  await expect(deleteAccount(context, row)).rejects.toMatchObject({
    code: 'deletion-refused',
    status: 409,
    problems: [{ values: { redirect: '/shop/open-orders' } }],
  })
  const visit = deleteStripeAccount.enter(context, () => ({ stripeid: row.stripeid }))
  expect(await visit.submit({ body: {}, files: [] })).toEqual({ redirect: '/shop/open-orders' })
  expect(await findOwnAccount(context, row.stripeid)).toBeDefined()
})

test('an account is kept when the application server answers what cannot be understood', async () => {
  const context = signedIn(services)
  const row = await newAccount(context, 'GB')
  answer = { redirect: 'https://elsewhere.example' }
  await expect(deleteAccount(context, row)).rejects.toMatchObject({
    code: 'deletion-check-failed',
    status: 502,
  })
  expect(await findOwnAccount(context, row.stripeid)).toBeDefined()
})

test('an account that the application server lets go is deleted', async () => {
  const context = signedIn(services)
  const row = await newAccount(context, 'GB')
  answer = { redirect: false }
  await deleteAccount(context, row)
  await expect(findOwnAccount(context, row.stripeid)).rejects.toThrow('invalid-stripeid')
})
