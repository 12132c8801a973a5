import { expect, test } from 'vitest'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { eachStorage } from '../support/storage.ts'
import { stripeAccount } from '../support/stripe-objects.ts'

const MOST = 5
const place = (key: string) => ({ key, most: MOST })

const insert = (storage: Storage, accountid: string, key?: string) => {
  const stripeObject = stripeAccount()
  const row = { stripeid: stripeObject.id, accountid, stripeObject }
  return accountStore(storage).insert(row, key === undefined ? undefined : place(key))
}

eachStorage('places for accounts', (open) => {
  test('are as many as are left, for instances that ask at once, too', async () => {
    const [one, other] = [await open(), await open()]
    await insert(one, 'seller')
    const asked = Array.from({ length: 20 }, (_, at) =>
      accountStore(at % 2 === 0 ? one : other).takePlace('seller', place(`key ${at}`)),
    )
    const answers = await Promise.all(asked)
    expect(answers.filter((answer) => answer === 'taken')).toHaveLength(4)
    expect(answers.filter((answer) => answer === 'wait')).toHaveLength(16)
    expect(await accountStore(one).takePlace('somebody else', place('key'))).toBe('taken')
    const keys = answers.flatMap((answer, at) => (answer === 'taken' ? [`key ${at}`] : []))
    await Promise.all(keys.map((key, at) => insert(at % 2 === 0 ? one : other, 'seller', key)))
    expect(await accountStore(other).takePlace('seller', place('another'))).toBe('full')
    expect(await accountStore(one).countOfPerson('seller')).toBe(MOST)
  })

  test('that are left are free, and those of a process that was stopped are after a while', async () => {
    let time = Date.now()
    const stripeAccounts = accountStore(await open({ now: () => new Date(time) }))
    for (let at = 0; at < MOST; at += 1)
      expect(await stripeAccounts.takePlace('seller', place(`key ${at}`))).toBe('taken')
    expect(await stripeAccounts.takePlace('seller', place('key 0'))).toBe('shared')
    expect(await stripeAccounts.takePlace('seller', place('another'))).toBe('wait')
    await stripeAccounts.leavePlace('seller', place('key 0'))
    expect(await stripeAccounts.takePlace('seller', place('another'))).toBe('taken')
    expect(await stripeAccounts.takePlace('seller', place('a third'))).toBe('wait')
    time += 60 * 60 * 1000
    expect(await stripeAccounts.takePlace('seller', place('a third'))).toBe('taken')
  })

  test('are a person’s within the marketplace, whatever their id is like', async () => {
    const accountid = 'x'.repeat(190)
    const [here, there] = [await open(), await open({ appid: 'elsewhere' })]
    for (let at = 0; at < MOST; at += 1) await accountStore(here).takePlace(accountid, place(`key ${at}`))
    expect(await accountStore(here).takePlace(accountid, place('another'))).toBe('wait')
    expect(await accountStore(there).takePlace(accountid, place('another'))).toBe('taken')
  })
})
