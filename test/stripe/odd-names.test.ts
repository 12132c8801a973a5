/** Stripe may choose any name for a requirement: none is confused with a property that every object inherits. */
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { saveAnswers } from '../../src/registration/save-step.ts'
import { signedIn } from '../registration/support.ts'
import { openScene, reads, type Scene } from './scene.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})

afterEach(() => {
  scene.stripe.fault = undefined
})

const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '__proto__.files']
const PATHS = [
  'individual.__proto__.polluted',
  'individual.constructor.prototype.polluted',
  '__proto__.polluted',
]

/** Lets Stripe ask for these as well. */
function ask(names: readonly string[]): void {
  scene.stripe.fault = {
    change: ({ json }) => {
      if (json.object !== 'account') return undefined
      const requirements = json.requirements as Record<string, unknown>
      const errors = names.map((requirement) => ({ requirement, code: 'constructor', reason: 'x' }))
      return JSON.stringify({
        ...json,
        requirements: {
          ...requirements,
          currently_due: [...(requirements.currently_due as string[]), ...names],
          disabled_reason: '__proto__',
          errors,
        },
      })
    },
  }
}

const update = (body: Record<string, unknown>) =>
  scene.seller.get(`/api/user/connect/update-stripe-account?stripeid=${scene.accounts.begun}`, {
    method: 'PATCH',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })

describe.each([
  ['names', NAMES],
  ['paths', PATHS],
])('requirements by odd %s', (_what, names) => {
  test('stop no page, and nothing that is sent afterwards', async () => {
    ask(names)
    for (const individual_first_name of ['Zelda', 'Maya'])
      expect((await update({ individual_first_name })).status).toBe(200)
    for (const { name, run } of reads(scene)) expect((await run()).status, name).toBe(200)
    const step = `/account/connect/edit-stripe-account?stripeid=${scene.accounts.begun}&step=business`
    expect((await scene.seller.submit(step, {})).status).toBe(400)
  })

  test('are sent to Stripe by those names when they are answered', async () => {
    ask(names)
    const { services, accounts } = scene
    const row = await accountStore(services.storage).findCurrent(accounts.begun)
    expect(row).toBeDefined()
    const context = signedIn(services, 'account_seller')
    for (const name of names.filter((each) => !each.endsWith('.files'))) {
      const values = Object.fromEntries([[name.replaceAll('.', '_'), 'yes']])
      await expect(saveAnswers(context, row as NonNullable<typeof row>, values, []), name).rejects.toThrow()
    }
    expect(scene.stripe.met()).toBeGreaterThan(0)
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  test('are not taken when they have no name', async () => {
    ask([''])
    expect((await update({ individual_first_name: 'Zelda' })).status).toBe(503)
  })
})

test('banks and cards without a currency stop no page', async () => {
  const { services, accounts } = scene
  const stripeAccounts = accountStore(services.storage)
  const { stripeObject } = (await stripeAccounts.findCurrent(accounts.begun)) ?? {}
  const data = ['bank_account', 'card'].map((object) => ({ id: 'x_1', object, default_for_currency: true }))
  const ticket = await stripeAccounts.ticket(accounts.begun)
  const account = { ...stripeObject, external_accounts: { data } } as never
  await stripeAccounts.record(accounts.begun, account, ticket)
  for (const { name, run } of reads(scene)) expect((await run()).status, name).toBe(200)
})

test('an account that an earlier version kept without a country stops no page', async () => {
  const { services, accounts } = scene
  const stripeAccounts = accountStore(services.storage)
  for (const country of [undefined, null, 'Utopia']) {
    const { stripeObject } = (await stripeAccounts.findCurrent(accounts.begun)) ?? {}
    const ticket = await stripeAccounts.ticket(accounts.begun)
    await stripeAccounts.record(accounts.begun, { ...stripeObject, country } as never, ticket)
    for (const { name, run } of reads(scene))
      expect((await run()).status, `${country} ${name}`).toBe(name.includes('edit-payment') ? 400 : 200)
  }
})

test.each(NAMES)('a type of business by the name %s stops no page', async (business_type) => {
  scene.stripe.fault = {
    change: ({ json }) =>
      json.object === 'account' ? JSON.stringify({ ...json, business_type }) : undefined,
  }
  expect((await update({ individual_first_name: 'Zelda' })).status).toBeLessThan(500)
  for (const { name, run } of reads(scene)) expect((await run()).status, name).toBe(200)
})
