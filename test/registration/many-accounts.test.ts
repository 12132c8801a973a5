/** A person can have only so many registrations, even if they start many at once. */
import { randomUUID } from 'node:crypto'
import Stripe from 'stripe'
import { expect, test, vi } from 'vitest'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { registrationApi } from '../../src/registration/api/index.ts'
import { deleteAccount } from '../../src/registration/delete-account.ts'
import { serveApi } from './api-support.ts'
import { accountWith, openDesk, signedIn } from './support.ts'

const { services, calls } = await openDesk()
const call = await serveApi(registrationApi, services)
const stripeAccounts = accountStore(services.storage)

/** A person with some registrations. */
async function personWith(count: number) {
  const accountid = signedIn(services).caller.accountid
  for (let made = 0; made < count; made += 1) {
    const stripeid = `acct_${randomUUID()}`
    const stripeObject = { ...accountWith({ country: 'GB' }), id: stripeid }
    await stripeAccounts.insert({ stripeid, accountid, stripeObject })
  }
  const create = (operation?: string) =>
    call('POST', 'create-stripe-account', {
      as: accountid,
      query: { accountid },
      body: { business_type: 'company', country: 'GB', ...(operation && { operation }) },
    })
  return { accountid, create, count: () => stripeAccounts.countOfPerson(accountid) }
}

const createdAtStripe = async () =>
  (await calls()).filter(({ method, path }) => method === 'POST' && path === '/v1/accounts').length

test('of many that are asked for at once there are a hundred in the end, and no more were made at Stripe', async () => {
  const { create, count } = await personWith(95)
  const before = await createdAtStripe()
  const answers = await Promise.all(Array.from({ length: 30 }, () => create()))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(5)
  expect(answers.filter(({ status }) => status !== 200)).toEqual(
    Array.from({ length: 25 }, () => ({
      status: 409,
      body: {
        object: 'error',
        message: 'too-many-accounts',
        detail: expect.stringMatching(/100 registrations.*Delete one/),
      },
    })),
  )
  expect(await count()).toBe(100)
  expect((await createdAtStripe()) - before).toBe(5)
})

test('one that is deleted makes room for one', async () => {
  const { accountid, create, count } = await personWith(99)
  const { body } = await create()
  expect((await create()).status).toBe(409)
  const row = await stripeAccounts.find(body.stripeid)
  if (!row) throw new Error('no row')
  await deleteAccount(signedIn(services, accountid), row)
  expect((await create()).status).toBe(200)
  expect(await count()).toBe(100)
})

test('the last one may be asked for again with the form that made it', async () => {
  const { create } = await personWith(99)
  const operation = randomUUID()
  const first = await create(operation)
  const again = await create(operation)
  expect([first.status, again.status]).toEqual([200, 200])
  expect(again.body.stripeid).toBe(first.body.stripeid)
  expect((await create()).body.message).toBe('too-many-accounts')
})

test('the place of one that Stripe refuses is free at once, and of one that it does not answer, kept for the same form', async () => {
  const { create, count } = await personWith(99)
  const creating = vi.spyOn(services.stripe.accounts, 'create')
  const { StripeConnectionError, StripeInvalidRequestError, StripeRateLimitError } = Stripe.errors
  creating.mockRejectedValueOnce(
    new StripeInvalidRequestError({ message: 'no', type: 'invalid_request_error' }),
  )
  expect((await create()).status).toBe(400)
  creating.mockRejectedValueOnce(new StripeRateLimitError({ message: 'no', type: 'rate_limit_error' }))
  expect((await create()).status).toBe(503)
  creating.mockRejectedValueOnce(new StripeConnectionError({ message: 'no', type: 'api_error' }))
  const operation = randomUUID()
  expect((await create(operation)).status).toBe(503)
  creating.mockRestore()
  expect((await create()).body.message).toBe('registrations-unsettled')
  expect((await create(operation)).status).toBe(200)
  expect(await count()).toBe(100)
})

test('while others that are being made take all places, nobody is told that Stripe does not answer', async () => {
  const { create } = await personWith(99)
  const creating = vi.spyOn(services.stripe.accounts, 'create')
  let answer: (error: Error) => void = () => {}
  creating.mockReturnValueOnce(
    new Promise((_, reject) => {
      answer = reject
    }) as never,
  )
  const first = create()
  await vi.waitFor(() => expect(creating).toHaveBeenCalled())
  const waiting = 'Earlier registrations are still being sorted out. Try again in a few minutes.'
  expect(await create()).toMatchObject({
    status: 503,
    body: { message: 'registrations-unsettled', detail: waiting },
  })
  answer(new Stripe.errors.StripeConnectionError({ message: 'no', type: 'api_error' }))
  expect((await first).status).toBe(503)
  creating.mockRestore()
})

test('one that the database is waited for does not keep the others of the same person waiting', async () => {
  const { create } = await personWith(0)
  const taking = vi.spyOn(stripeAccounts, 'takePlace')
  let answer: (taken: 'full') => void = () => {}
  taking.mockReturnValueOnce(
    new Promise((resolve) => {
      answer = resolve
    }),
  )
  const first = create()
  await vi.waitFor(() => expect(taking).toHaveBeenCalled())
  expect((await create()).status).toBe(200)
  answer('full')
  expect((await first).status).toBe(409)
  taking.mockRestore()
})

test('of those whose answers are lost there are no more than a hundred, when Stripe tells of them', async () => {
  const { create, count } = await personWith(95)
  const { StripeConnectionError } = Stripe.errors
  const before = await createdAtStripe()
  const real = services.stripe.accounts.create.bind(services.stripe.accounts)
  vi.spyOn(services.stripe.accounts, 'create').mockImplementation((async (
    ...params: Parameters<typeof real>
  ) => {
    await real(...params)
    throw new StripeConnectionError({ message: 'lost', type: 'api_error' })
  }) as never)
  const answers = await Promise.all(Array.from({ length: 20 }, () => create()))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]))
  expect((await createdAtStripe()) - before).toBe(5)
  expect(await count()).toBe(95)
  vi.restoreAllMocks()
})
