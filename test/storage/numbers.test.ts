/** Numbers that are kept as rows change are what a count of the rows gives, whatever happened to the rows. */
import fc from 'fast-check'
import { sql } from 'kysely'
import type { Stripe } from 'stripe'
import { expect, test } from 'vitest'
import { forgetAccount } from '../../src/accounts/mirror-account.ts'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import type { Services } from '../../src/context/context.ts'
import { payoutStore } from '../../src/payouts/index.ts'
import { payoutMirror } from '../../src/payouts/mirror-payouts.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { withDatabase } from '../support/raw-database.ts'
import { eachStorage } from '../support/storage.ts'
import { stripeAccount, stripePayout } from '../support/stripe-objects.ts'

const EVER = new Date(0)
const OWNER = { accountid: 'account_1' }

async function numbersOf(storage: Storage) {
  const accounts = accountStore(storage)
  const payouts = payoutStore(storage)
  const numbers = (await accounts.numbers()).toSorted((one, other) =>
    `${one.status} ${one.country}` < `${other.status} ${other.country}` ? -1 : 1,
  )
  return { numbers, days: await accounts.perDay(EVER), payouts: await payouts.perDay(EVER) }
}

/** What of the services deletes an account. */
function forgetting(storage: Storage, stripeid: string) {
  const services = {
    storage,
    mirrors: [payoutMirror],
    headers: { rebuild: async () => {}, changed: () => {} },
    announcements: { accountChanged: () => {} },
  } as unknown as Services
  return forgetAccount(services, { stripeid, appid: storage.appid, ...OWNER })
}

const STATES: Partial<Stripe.Account>[] = [
  {},
  { payouts_enabled: true },
  { charges_enabled: true, country: 'FR' },
  { country: 'JP', payouts_enabled: true },
]
const PAYOUTS: Partial<Stripe.Payout>[] = [
  { status: 'pending' },
  { status: 'paid' },
  { status: 'failed', amount: 500 },
  { status: 'paid', currency: 'jpy' },
]

eachStorage('numbers', (open, config) => {
  test('follow whatever happens, and counting again finds the same', async () => {
    const storage = await open()
    const accounts = accountStore(storage)
    const payouts = payoutStore(storage)
    const step = fc.record({
      what: fc.constantFrom('account', 'account', 'payout', 'payout', 'delete', 'adopt'),
      which: fc.nat(3),
      state: fc.nat(3),
      day: fc.nat(3),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        for (const { what, which, state, day } of steps) {
          const stripeid = `acct_${which}`
          const created = 1_790_000_000 + day * 86_400
          const account = stripeAccount({ id: stripeid, created, ...STATES[state] } as never)
          const row = { stripeid, ...OWNER, stripeObject: account }
          if (what === 'account' && !(await accounts.insert(row)))
            await accounts.record(stripeid, account, await accounts.ticket(stripeid))
          if (what === 'adopt') await accounts.adopt(row, await accounts.ticket(stripeid))
          if (what === 'delete') await forgetting(storage, stripeid)
          if (what !== 'payout') continue
          const payout = stripePayout({ id: `po_${which}_${day}`, created, ...PAYOUTS[state] } as never)
          await payouts.record({ ...row, stripeObject: payout }, await payouts.ticket(payout.id))
        }
        const kept = await numbersOf(storage)
        await accounts.recount(EVER)
        await payouts.recount(EVER)
        expect(await numbersOf(storage)).toEqual(kept)
        const total = kept.numbers.reduce((sum, { accounts }) => sum + accounts, 0)
        expect(
          (
            await accounts.search(
              { sort: 'created', direction: 'ascending' },
              { offset: 0, limit: undefined },
            )
          ).length,
        ).toBe(total)
        expect(await accounts.count({})).toBe(total)
      }),
      { numRuns: 12 },
    )
  })

  test('add up when two instances change the same at once, while one counts again', async () => {
    const [one, other] = [await open(), await open()]
    await Promise.all([
      ...Array.from({ length: 16 }, async (_, index) => {
        const stripeObject = stripeAccount({ country: index % 2 ? 'DE' : 'FR' })
        const { id: stripeid } = stripeObject
        const accounts = accountStore(index % 3 ? one : other)
        await accounts.insert({ stripeid, ...OWNER, stripeObject })
        const paid = { ...stripeObject, payouts_enabled: true }
        await accounts.record(stripeid, paid, await accounts.ticket(stripeid))
        const payout = stripePayout({ created: 1_790_000_000, amount: 100 })
        const payouts = payoutStore(index % 2 ? one : other)
        await payouts.record({ stripeid, ...OWNER, stripeObject: payout }, await payouts.ticket(payout.id))
      }),
      accountStore(one).recount(EVER),
    ])
    await accountStore(other).recount(EVER)
    const { numbers, payouts } = await numbersOf(one)
    expect(numbers).toEqual([
      { status: 'active', country: 'DE', accounts: 8 },
      { status: 'active', country: 'FR', accounts: 8 },
    ])
    expect(payouts).toMatchObject([{ count: 16, amount: 1600 }])
  })

  test('that an older version did not keep are right after the next count', async () => {
    const storage = await open()
    const stripeObject = stripeAccount({ country: 'DE', created: 1_790_000_000 })
    await accountStore(storage).insert({ stripeid: stripeObject.id, ...OWNER, stripeObject })
    const kept = await numbersOf(storage)
    await withDatabase(await config(), async (db) => {
      await sql`delete from connect_account_numbers`.execute(db)
      await sql`update connect_account_days set registered = 7`.execute(db)
    })
    expect(await numbersOf(storage)).not.toEqual(kept)
    await accountStore(storage).recount(EVER)
    expect(await numbersOf(storage)).toEqual(kept)
  })
})
