import { expect, test } from 'vitest'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { accountsOf } from '../../src/accounts/store/accounts-of.ts'
import { headerValueStore } from '../../src/application/store.ts'
import { eachStorage } from '../support/storage.ts'
import { stripeAccount } from '../support/stripe-objects.ts'

const OWNER = { accountid: 'account_1' }

const ids = (accounts: { id: string }[]) => accounts.map(({ id }) => id).join()

eachStorage('header values', (open) => {
  test('are made from a person’s accounts, newest first, and found as they were made', async () => {
    const storage = await open()
    const [old, young] = [stripeAccount({ created: 100 }), stripeAccount({ created: 200 })]
    for (const stripeObject of [old, young])
      await accountStore(storage).insert({ stripeid: stripeObject.id, ...OWNER, stripeObject })
    expect(await headerValueStore(storage).find('account_1')).toBeUndefined()
    expect(await headerValueStore(storage).rebuild('account_1', accountsOf, ids)).toBe(
      `${young.id},${old.id}`,
    )
    expect(await headerValueStore(storage).find('account_1')).toBe(`${young.id},${old.id}`)
    expect(await headerValueStore(await open({ appid: 'elsewhere' })).find('account_1')).toBeUndefined()
  })

  test('of a person without accounts are made from none', async () => {
    const storage = await open()
    expect(await headerValueStore(storage).rebuild('nobody', accountsOf, JSON.stringify)).toBe('[]')
  })

  test('are gone as soon as an account changes, so that none are older than the accounts', async () => {
    const storage = await open()
    const headerValues = headerValueStore(storage)
    const stripeAccounts = accountStore(storage)
    const stripeObject = stripeAccount()
    const { id } = stripeObject
    const changes = [
      () => stripeAccounts.insert({ stripeid: id, ...OWNER, stripeObject }),
      async () => stripeAccounts.record(id, stripeObject, await stripeAccounts.ticket(id)),
      () => stripeAccounts.delete(id),
    ]
    for (const change of changes) {
      await headerValues.rebuild('account_1', accountsOf, ids)
      await change()
      expect(await headerValues.find('account_1')).toBeUndefined()
    }
  })

  test('hold the last change, however many instances change and rebuild at once', async () => {
    const [one, other] = [await open(), await open()]
    const stripeObject = stripeAccount()
    await accountStore(one).insert({ stripeid: stripeObject.id, ...OWNER, stripeObject })
    await Promise.all(
      Array.from({ length: 16 }, async (_, n) => {
        const storage = n % 2 ? other : one
        const ticket = await accountStore(storage).ticket(stripeObject.id)
        const changed = { ...stripeObject, email: `${ticket}` }
        await accountStore(storage).record(stripeObject.id, changed, ticket)
        await headerValueStore(storage).rebuild('account_1', accountsOf, ([account]) => `${account?.email}`)
      }),
    )
    const stored = await accountStore(other).find(stripeObject.id)
    expect(await headerValueStore(other).find('account_1')).toBe(stored?.stripeObject.email)
  })

  test('stay as they were when making them fails', async () => {
    const headerValues = headerValueStore(await open())
    await headerValues.rebuild('account_1', accountsOf, () => 'kept')
    const failing = headerValues.rebuild('account_1', accountsOf, () => {
      throw new Error('cannot be made')
    })
    await expect(failing).rejects.toThrow('cannot be made')
    expect(await headerValues.find('account_1')).toBe('kept')
  })
})
