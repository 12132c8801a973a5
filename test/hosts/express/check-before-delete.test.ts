/** The app's own function is asked before a Stripe account goes. */
import { expect, test } from 'vitest'
import type { CheckBeforeDelete } from '../../../src/index.ts'
import { register, startApp, tokenOf } from './support.ts'

type Deletion = Parameters<CheckBeforeDelete>[0]

async function market(check: CheckBeforeDelete) {
  const asked: Deletion[] = []
  const app = await startApp({
    mount: '/payments',
    checkBeforeDelete(deletion) {
      asked.push(deletion)
      return check(deletion)
    },
  })
  const first = await register(app, 'seller', '/payments')
  const stripeid = new URL(first.headers.get('location') ?? '', app.url).searchParams.get('stripeid') ?? ''
  const page = `/payments/account/connect/delete-stripe-account?stripeid=${stripeid}`
  const remove = async (user = 'seller') => {
    const address = user === 'seller' ? page : page.replace('/account/', '/administrator/')
    const body = new URLSearchParams({ 'csrf-token': await tokenOf(await app.fetch(address, { user })) })
    return app.fetch(address, { user, method: 'POST', body })
  }
  const exists = async () =>
    (await app.fetch(`/payments/api/user/connect/stripe-account?stripeid=${stripeid}`, { user: 'seller' })).ok
  return { app, asked, stripeid, remove, exists }
}

test('a path sends the person there, and the account stays', async () => {
  const { asked, stripeid, remove, exists } = await market(async () => '/orders?open=1')
  expect((await remove()).headers.get('location')).toBe('/orders?open=1')
  expect(asked).toEqual([{ stripeid, accountid: 'seller', administrator: false }])
  expect(await exists()).toBe(true)
})

test.each([undefined, null, false] as const)('%s lets it go', async (answer) => {
  const { remove, exists } = await market(() => answer)
  expect((await remove()).status).toBe(303)
  expect(await exists()).toBe(false)
})

test.each<[string, CheckBeforeDelete]>([
  [
    'an error',
    () => {
      throw new Error('the orders are away')
    },
  ],
  ['a rejection', () => Promise.reject(new Error('the orders are away'))],
  ['another site', () => 'https://elsewhere.example'],
  ['nonsense', () => 1 as never],
])('%s keeps the account, and the person is told', async (_what, check) => {
  const { remove, exists } = await market(check)
  const answer = await remove()
  expect(answer.status).toBe(502)
  expect(await answer.text()).not.toContain('the orders are away')
  expect(await exists()).toBe(true)
})

test('an administrator is one to it', async () => {
  const { asked, stripeid, remove } = await market(() => undefined)
  await remove('ada;admin')
  expect(asked).toEqual([{ stripeid, accountid: 'ada', administrator: true }])
})
