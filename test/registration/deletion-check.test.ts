import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findOwnAccount } from '../../src/accounts/find-own-account.ts'
import { adoptAccount } from '../../src/accounts/mirror-account.ts'
import { checkDeletions } from '../../src/application/running.ts'
import { deleteAccount } from '../../src/registration/delete-account.ts'
import { deleteStripeAccount } from '../../src/registration/pages/delete-stripe-account.ts'
import { activeAccount } from '../offline-stripe/support.ts'
import { newAccount, openDesk, signedIn } from './support.ts'

const { bench, services } = await openDesk()
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

test('an account with money is kept, and the seller reads how much is left', async () => {
  const context = signedIn(services)
  const stripeid = await activeAccount(bench, {})
  const account = await services.stripe.accounts.retrieve(stripeid)
  await adoptAccount(services, account, context.caller)
  answer = { redirect: false }
  await bench.control('POST', 'fund', { account: stripeid, amount: 7800, currency: 'jpy' })
  const visit = deleteStripeAccount.enter(context, () => ({ stripeid }))
  expect(await visit.load()).toMatchObject({
    data: {
      left: 'There is still money in your balance: ¥7,800. You can delete this registration once it is paid out to you.',
    },
  })
  await expect(visit.submit({ body: {}, files: [] })).rejects.toMatchObject({
    code: 'balance-not-zero',
    status: 409,
  })
  expect(await services.stripe.accounts.retrieve(stripeid)).toMatchObject({ id: stripeid })
  expect(await findOwnAccount(context, stripeid)).toBeDefined()
})

test('an account is kept while Stripe does not say what is left', async () => {
  const context = signedIn(services)
  const row = await newAccount(context, 'GB')
  answer = { redirect: false }
  await bench.control('POST', 'faults', { api: { path: '/v1/balance', times: 1 } })
  await expect(deleteAccount(context, row)).rejects.toMatchObject({ code: 'stripe-unavailable' })
  expect(await findOwnAccount(context, row.stripeid)).toBeDefined()
})
