import { expect, test } from 'vitest'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { personStore } from '../../src/accounts/store/persons.ts'
import { payoutStore } from '../../src/payouts/store/payouts.ts'
import { eachStorage } from '../support/storage.ts'
import { stripeAccount } from '../support/stripe-objects.ts'

const DAY = 24 * 60 * 60 * 1000
const START = Date.parse('2026-01-01T00:00:00Z')

eachStorage('tickets', (open) => {
  test('are forgotten for objects of which Stripe was last asked long ago, and begin anew', async () => {
    let now = START
    const storage = await open({ now: () => new Date(now) })
    const { tickets } = storage
    const stripeAccounts = accountStore(storage)
    const persons = personStore(storage)
    const payouts = payoutStore(storage)
    const stripeObject = stripeAccount({ email: 'old@example.com' })
    const { id: stripeid } = stripeObject
    await stripeAccounts.insert({ stripeid, accountid: 'account_1', stripeObject })
    for (const email of ['one@example.com', 'two@example.com'])
      await stripeAccounts.record(stripeid, { ...stripeObject, email }, await stripeAccounts.ticket(stripeid))
    await persons.ticket('person_gone')
    await payouts.ticket('po_elsewhere')
    expect(await tickets.forget(new Date(now), 10)).toBe(0)

    now += DAY
    const asked = await payouts.ticket('po_elsewhere')
    expect(await tickets.forget(new Date(now), 1)).toBe(1)
    expect(await tickets.forget(new Date(now), 10)).toBe(1)
    expect(await payouts.ticket('po_elsewhere')).toBeGreaterThan(asked)

    const email = 'three@example.com'
    const ticket = await stripeAccounts.ticket(stripeid)
    expect(await stripeAccounts.record(stripeid, { ...stripeObject, email }, ticket)).toBe(true)
    expect((await stripeAccounts.findCurrent(stripeid))?.stripeObject.email).toBe(email)
  })

  test('are never given out a second time, since writes to Stripe are named after them', async () => {
    let now = START
    const storage = await open({ now: () => new Date(now) })
    const { tickets } = storage
    const stripeAccounts = accountStore(storage)
    const given = [await stripeAccounts.ticket('acct_1'), await stripeAccounts.ticket('acct_1')]
    now += DAY
    await tickets.forget(new Date(now), 10)
    expect(await stripeAccounts.ticket('acct_1')).toBeGreaterThan(Math.max(...given))
  })
})
