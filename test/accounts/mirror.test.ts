import type { Stripe } from 'stripe'
import { describe, expect, test, vi } from 'vitest'
import {
  accountChanged,
  adoptAccount,
  recordAccount,
  refreshAccount,
} from '../../src/accounts/mirror-account.ts'
import { personMirror } from '../../src/accounts/mirror-persons.ts'
import { removeAccount } from '../../src/accounts/remove-account.ts'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { personStore } from '../../src/accounts/store/persons.ts'
import { payoutMirror } from '../../src/payouts/mirror-payouts.ts'
import { payoutStore } from '../../src/payouts/store/payouts.ts'
import { createAtStripe, expectMirrored, newOwner, register, startPlatform } from '../events/support.ts'
import { activeAccount } from '../offline-stripe/support.ts'

const market = await startPlatform()
const { services, bench } = market
const { storage } = services
const { stripe } = bench

const refreshPerson = (stripeid: string, objectid: string) =>
  personMirror.refresh(services, { stripeid, objectid })
const refreshPayout = (stripeid: string, objectid: string) =>
  payoutMirror.refresh(services, { stripeid, objectid })

describe('an account', () => {
  test('is kept as Stripe has it', async () => {
    const { id } = await register(market)
    await stripe.accounts.update(id, { email: 'new@example.com' })
    expect(await refreshAccount(services, id)).toMatchObject({ stripeObject: { email: 'new@example.com' } })
    await expectMirrored(market, id)
  })

  test('is given its row once, by whoever comes first', async () => {
    const owner = newOwner()
    const account = await createAtStripe(market, owner)
    const rows = await Promise.all([
      adoptAccount(services, account, owner),
      refreshAccount(services, account.id),
      adoptAccount(services, account, owner),
    ])
    for (const row of rows) expect(row).toMatchObject({ stripeid: account.id, ...owner })
    expect(await accountStore(storage).countOfPerson(owner.accountid)).toBe(1)
  })

  test('that registration and a webhook add at the same moment is as new as the newer of them knew', async () => {
    const owner = newOwner()
    const early = await createAtStripe(market, owner)
    await stripe.accounts.update(early.id, { email: 'newer@example.com' })
    // Registration inserts its row after the webhook looked for one and before the webhook inserts its own.
    const stripeAccounts = accountStore(storage)
    const { adopt } = stripeAccounts
    const adopting = vi.spyOn(stripeAccounts, 'adopt').mockImplementation(async (row, ticket) => {
      await stripeAccounts.insert({ ...row, stripeObject: early })
      return adopt(row, ticket)
    })
    await refreshAccount(services, early.id)
    adopting.mockRestore()
    expect((await stripeAccounts.findCurrent(early.id))?.stripeObject.email).toBe('newer@example.com')
  })

  test('that was submitted before it got a row is known to be', async () => {
    const owner = newOwner()
    const { id } = await createAtStripe(market, owner)
    const date = Math.floor(Date.now() / 1000) - 60
    const account = await stripe.accounts.update(id, { tos_acceptance: { date, ip: '127.0.0.1' } })
    expect(await adoptAccount(services, account, owner)).toMatchObject({ submittedAt: new Date(date * 1000) })
  })

  test('that was submitted is known to be, although whoever gave it its row was stopped right then', async () => {
    const owner = newOwner()
    const { id } = await createAtStripe(market, owner)
    const date = Math.floor(Date.now() / 1000) - 60
    await stripe.accounts.update(id, { tos_acceptance: { date, ip: '127.0.0.1' } })
    const setting = vi.spyOn(accountStore(storage), 'setSubmitted').mockRejectedValue(new Error('stopped'))
    await refreshAccount(services, id).catch(() => undefined)
    setting.mockRestore()
    expect(await refreshAccount(services, id)).toMatchObject({ submittedAt: new Date(date * 1000) })
  })

  test('that is registered and deleted while a webhook asks for it does not come back', async () => {
    const owner = newOwner()
    const account = await createAtStripe(market, owner)
    let asked = 0
    const retrieve = async (id: string) => {
      const answer = await stripe.accounts.retrieve(id)
      asked += 1
      // The first call asks only who owns the account.
      if (asked === 1) return answer
      const row = await adoptAccount(services, account, owner)
      await removeAccount(services, row ?? expect.fail('it has no row'))
      return answer
    }
    const slow = { ...services, stripe: { accounts: { retrieve } } as unknown as Stripe }
    expect(await refreshAccount(slow, account.id)).toBeUndefined()
    expect(asked).toBe(2)
    expect(await accountStore(storage).findCurrent(account.id)).toBeUndefined()
  })

  test('that was deleted meanwhile does not come back with a late answer', async () => {
    const { id } = await register(market)
    const ticket = await accountStore(storage).ticket(id)
    const answer = await stripe.accounts.retrieve(id)
    await removeAccount(services, (await accountStore(storage).find(id)) ?? expect.fail('it has no row'))
    expect(await recordAccount(services, answer, ticket)).toBeUndefined()
    expect(await accountStore(storage).findCurrent(id)).toBeUndefined()
  })

  test('is as our change made it, although an answer from before it was asked for later', async () => {
    const { id } = await register(market)
    const ours = await accountStore(storage).ticket(id)
    const webhooks = await accountStore(storage).ticket(id)
    const before = await stripe.accounts.retrieve(id)
    const changed = await stripe.accounts.update(id, { email: 'changed@example.com' })
    await accountStore(storage).record(id, before, webhooks)
    expect(await recordAccount(services, changed, ours)).toMatchObject({
      stripeObject: { email: 'changed@example.com' },
    })
  })

  test('is as our change made it, although an answer from before it was asked for later and comes last', async () => {
    const { id } = await register(market)
    const ours = await accountStore(storage).ticket(id)
    const webhooks = await accountStore(storage).ticket(id)
    const before = await stripe.accounts.retrieve(id)
    const changed = await stripe.accounts.update(id, { email: 'changed@example.com' })
    await recordAccount(services, changed, ours)
    await accountStore(storage).record(id, before, webhooks)
    expect((await accountStore(storage).findCurrent(id))?.stripeObject.email).toBe('changed@example.com')
  })

  test('changes its person’s headers at once', async () => {
    const owner = newOwner()
    const { id } = await register(market, owner)
    const due = async () => (await services.headers.get(owner.accountid)).headers['x-stripe-accounts']
    expect(await due()).not.toContain('proof_of_liveness')
    await bench.control('POST', 'requirements', {
      account: id,
      currently_due: ['individual.verification.proof_of_liveness'],
    })
    await refreshAccount(services, id)
    expect(await due()).toContain('proof_of_liveness')
  })

  test('is told about also when its headers cannot be made, which the next request then tries', async () => {
    const owner = newOwner()
    const { id } = await register(market, owner)
    const told: string[] = []
    const stop = services.announcements.subscribe(({ stripeid }) => void told.push(stripeid))
    const rebuild = () => Promise.reject(new Error('the database is away'))
    const headers = Object.create(services.headers, { rebuild: { value: rebuild } })
    headers.changed = services.headers.changed.bind(services.headers)
    const row = { stripeid: id, ...owner }
    await expect(accountChanged({ ...services, headers }, row)).rejects.toThrow('away')
    stop()
    expect(told).toEqual([id])
  })
})

describe('a person', () => {
  async function withPerson() {
    const { id } = await register(market)
    const account = await stripe.accounts.update(id, {
      individual: { first_name: 'Maya', last_name: 'Hart' },
    })
    const personid = account.individual?.id ?? expect.fail('the individual has no id')
    await refreshPerson(id, personid)
    return { id, personid }
  }

  test('is kept as Stripe has them, and followed', async () => {
    const { id, personid } = await withPerson()
    await stripe.accounts.update(id, { individual: { first_name: 'Mia' } })
    await refreshPerson(id, personid)
    const row = await personStore(storage).find(personid)
    expect(row).toMatchObject({ stripeid: id, stripeObject: { first_name: 'Mia' } })
  })

  test('is dropped when Stripe deleted them, and told about as a change of the account', async () => {
    const { id, personid } = await withPerson()
    const { accountid, appid } = (await accountStore(storage).findCurrent(id)) ?? expect.fail('it has no row')
    const told: unknown[] = []
    const stop = services.announcements.subscribe((change) => void told.push(change))
    await refreshPerson(id, personid)
    const retrievePerson = async () => ({ id: personid, object: 'person', deleted: true })
    const emptied = { ...services, stripe: { accounts: { retrievePerson } } as unknown as Stripe }
    await personMirror.refresh(emptied, { stripeid: id, objectid: personid })
    stop()
    // Other instances get the same announcement, so it holds no more than they need.
    const change = { stripeid: id, accountid, appid }
    expect(told).toEqual([change, change])
    expect(await personStore(storage).find(personid)).toBeUndefined()
  })

  test('stays, whatever is said of them and another account', async () => {
    const { personid } = await withPerson()
    const other = await withPerson()
    await expect(refreshPerson(other.id, personid)).rejects.toThrow('No such person')
    await personMirror.refresh(services, { stripeid: other.id, objectid: personid }, true)
    expect(await personStore(storage).find(personid)).toBeDefined()
  })

  test('of nobody’s account is left alone', async () => {
    const { id } = await stripe.accounts.create({ type: 'custom', country: 'US' })
    await refreshPerson(id, 'person_missing')
    expect(await personStore(storage).find('person_missing')).toBeUndefined()
  })
})

describe('a payout', () => {
  test('is kept as Stripe has it, and followed until it is paid', async () => {
    const id = await activeAccount(bench, { settings: { payouts: { schedule: { interval: 'manual' } } } })
    await stripe.accounts.update(id, { metadata: { ...newOwner() } })
    await bench.control('POST', 'fund', { account: id, amount: 9000, currency: 'usd' })
    const payout = await stripe.payouts.create({ amount: 9000, currency: 'usd' }, { stripeAccount: id })
    await refreshPayout(id, payout.id)
    expect(await payoutStore(storage).find(payout.id)).toMatchObject({
      stripeid: id,
      stripeObject: { amount: 9000, status: payout.status },
    })
    await bench.advance(14 * 24 * 60 * 60)
    await refreshPayout(id, payout.id)
    expect((await payoutStore(storage).find(payout.id))?.stripeObject.status).toBe('paid')
  })

  test('that Stripe does not show yet is asked for again', async () => {
    const { id } = await register(market)
    await expect(refreshPayout(id, 'po_missing')).rejects.toThrow('No such payout')
    expect(await payoutStore(storage).find('po_missing')).toBeUndefined()
  })
})
