/** A slow Stripe: nobody waits for it for more than ten seconds in all, and nothing is done twice. */

import { randomUUID } from 'node:crypto'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { openModule } from '../../src/runtime/module.ts'
import { isPassing } from '../../src/stripe/errors.ts'
import { waitingAtMost } from '../../src/stripe/patience.ts'
import { some } from '../support/breadth.ts'
import { endless, type Fault } from './faulty-stripe.ts'
import { BANK, type Operation, openScene, reads, type Scene, writes } from './scene.ts'

/** Milliseconds: ten seconds, with room for a busy machine. */
const IN_TIME = 20_000

const PAGES = '/account/connect/'

let scene: Scene
beforeAll(async () => {
  // The default: calls are tried again.
  scene = await openScene({ MAXIMUM_STRIPE_RETRIES: '2' })
})

afterEach(() => {
  scene.stripe.fault = undefined
})

const drip = { pause: 200 }

const SLOW: [name: string, fault: Fault][] = [
  ['never answers', { instead: () => {} }],
  [
    'never ends the head of its answer',
    { instead: endless('x: y\r\n', { ...drip, head: 'HTTP/1.1 200 OK\r\n' }) },
  ],
  ['answers byte by byte', { instead: endless(' ', drip) }],
  ['breaks every connection', { instead: (socket) => void socket.resetAndDestroy() }],
]

async function timed({ name, run, typed = [] }: Operation) {
  const begin = performance.now()
  const response = await run()
  const body = await response.text()
  const inTime = performance.now() - begin < IN_TIME
  return { name, inTime, status: response.status, lost: typed.filter((text) => !body.includes(text)) }
}

describe.each(some(SLOW, 2))('a Stripe that %s', (_name, fault) => {
  test('is waited for by everybody for ten seconds at most, and nothing typed is lost', async () => {
    scene.stripe.fault = fault
    // All at once, since each may take the whole time.
    const outcomes = await Promise.all(writes(scene).map(timed))
    expect(outcomes).toEqual(writes(scene).map(({ name }) => ({ name, inTime: true, status: 503, lost: [] })))
  })

  test('is not waited for at all by what shows the database', async () => {
    scene.stripe.fault = fault
    for (const { name, run } of reads(scene)) expect((await run()).status, name).toBe(200)
    expect(scene.stripe.met()).toBe(0)
  })
})

test('a start does not wait for it twice', async () => {
  const { services, stripe } = scene
  stripe.fault = { instead: () => {} }
  const begin = performance.now()
  const module = await openModule(services.config, { log: services.log })
  const opened = performance.now()
  try {
    await module.begin()
    // Compared with each other, not with a clock: both are as slow as the machine.
    expect(performance.now() - opened).toBeLessThan((opened - begin) / 2)
  } finally {
    await module.stop()
  }
})

test('what Stripe has done although its answer was lost is not done twice by sending the form again', async () => {
  const { bench, services, seller, stripe, account, accounts } = scene
  const { complete } = accounts
  const [banked, deleted] = [await account(), await account()]
  const atStripe = async () => (await bench.stripe.accounts.list({ limit: 100 })).data.length
  const before = await atStripe()
  const forms: [path: string, fields: Record<string, string>][] = [
    ['create-stripe-account?', { country: 'DE', operation: randomUUID() }],
    [`edit-payment-information?stripeid=${banked}`, BANK],
    [`delete-stripe-account?stripeid=${deleted}`, {}],
    [`submit-stripe-account?stripeid=${complete}`, { consent: 'true' }],
  ]

  stripe.fault = { done: true, when: ({ method }) => method !== 'GET', instead: () => {} }
  const refused = await Promise.all(forms.map(([path, fields]) => seller.submit(PAGES + path, fields)))
  expect(refused.map(({ status }) => status)).toEqual([503, 503, 503, 503])
  expect(stripe.met()).toBe(forms.length)
  stripe.fault = undefined

  // The form is shown again, with what the seller typed.
  const operation = /name="operation" value="([^"]+)"/.exec((await refused[0]?.text()) ?? '')?.[1]
  expect(operation).toBe(forms[0]?.[1].operation)
  for (const [path, fields] of forms)
    expect((await seller.submit(PAGES + path, fields)).status, path).toBe(303)

  // One account was deleted, and one created.
  expect(await atStripe()).toBe(before)
  const { external_accounts: banks } = await bench.stripe.accounts.retrieve(banked)
  expect(banks?.data).toHaveLength(1)
  const stripeAccounts = accountStore(services.storage)
  expect(await stripeAccounts.find(deleted)).toBeUndefined()
  expect((await stripeAccounts.find(complete))?.submittedAt).toBeDefined()
})

test('what is asked of Stripe in one go has one limit, however many calls it takes', async () => {
  const { bench, services } = scene
  await bench.control('POST', 'faults', { api: { latency: 0.3, times: 100 } })
  try {
    const begin = performance.now()
    let calls = 0
    const asking = waitingAtMost(1_000, async () => {
      for (;;) {
        await services.stripe.balance.retrieve()
        calls += 1
      }
    })
    await expect(asking).rejects.toSatisfy(isPassing)
    expect(performance.now() - begin).toBeLessThan(5_000)
    expect(calls).toBeLessThan(4)
  } finally {
    await bench.control('DELETE', 'faults')
  }
})
