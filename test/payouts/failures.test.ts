/** A failed payout stays open until Stripe has paid again or an administrator has dealt with it. */
import { expect, test } from 'vitest'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { payoutStore } from '../../src/payouts/index.ts'
import { eachStorage } from '../support/storage.ts'
import { stripeAccount, stripePayout } from '../support/stripe-objects.ts'

const OWNER = { accountid: 'account_1' }
const START = 1_790_000_000

eachStorage('a failed payout', (open) => {
  const prepare = async () => {
    const storage = await open()
    const stripeObject = stripeAccount()
    const stripeid = stripeObject.id
    await accountStore(storage).insert({ stripeid, ...OWNER, stripeObject })
    const payouts = payoutStore(storage)
    return {
      payouts,
      async tell(id: string, status: string, day: number, currency = 'eur') {
        const created = START + day * 86_400
        const payout = stripePayout({ id, status, currency, created, arrival_date: created } as never)
        await payouts.record({ stripeid, ...OWNER, stripeObject: payout }, await payouts.ticket(id))
      },
      async open() {
        const rows = await payouts.list({ open: true }, { offset: 0, limit: undefined })
        expect(await payouts.countSome({ open: true })).toBe(rows.length)
        return rows.map(({ payoutid }) => payoutid)
      },
    }
  }

  test('is open until a later one in its currency is paid', async () => {
    const { tell, open } = await prepare()
    await tell('po_1', 'failed', 1)
    await tell('po_2', 'in_transit', 2)
    await tell('po_other', 'paid', 3, 'jpy')
    await tell('po_earlier', 'paid', 0)
    expect(await open()).toEqual(['po_1'])
    await tell('po_2', 'paid', 2)
    expect(await open()).toEqual([])
    // Stripe may say of a paid payout that it failed after all.
    await tell('po_2', 'failed', 2)
    expect(await open()).toEqual(['po_2'])
    await tell('po_2', 'paid', 2)
    expect(await open()).toEqual([])
  })

  test('that is told after a later one was paid is not open', async () => {
    const { tell, open } = await prepare()
    await tell('po_2', 'paid', 2)
    await tell('po_1', 'failed', 1)
    expect(await open()).toEqual([])
  })

  test('is marked by an administrator once, and stays so when Stripe says the same again', async () => {
    const { payouts, tell, open } = await prepare()
    await tell('po_1', 'failed', 1)
    expect((await payouts.dealing('po_1'))?.openSince).toBeInstanceOf(Date)
    expect(await payouts.markDealt('po_1', 'admin_1')).toBe(true)
    expect(await payouts.markDealt('po_1', 'admin_2')).toBe(false)
    await tell('po_1', 'failed', 1)
    expect(await open()).toEqual([])
    expect(await payouts.dealing('po_1')).toMatchObject({ openSince: undefined, dealtBy: 'admin_1' })
    expect(await payouts.markDealt('po_unknown', 'admin_1')).toBe(false)
  })
})
