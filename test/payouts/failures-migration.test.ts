import { expect, test } from 'vitest'
import { payoutStore } from '../../src/payouts/index.ts'
import { insertRow, migrateTo, withDatabase } from '../support/raw-database.ts'
import { APPID, eachStorage } from '../support/storage.ts'
import { stripeAccount, stripePayout } from '../support/stripe-objects.ts'

const DAY = 86_400
const NOW = Math.floor(Date.now() / 1000)
const ACCOUNT = stripeAccount({ id: 'acct_1' })
const owned = { stripeid: ACCOUNT.id, accountid: 'account_1', appid: APPID }

/** Days ago, and what Stripe says of the payout. */
const PAYOUTS: Record<string, { ago: number; status: string; arrival_date?: unknown; currency?: string }> = {
  po_old: { ago: 40, status: 'failed' },
  po_again: { ago: 5, status: 'failed' },
  po_paid: { ago: 3, status: 'paid' },
  po_other: { ago: 4, status: 'failed', currency: 'jpy' },
  po_open: { ago: 1, status: 'failed' },
  po_odd: { ago: 2, status: 'pending', arrival_date: 'soon' },
}

eachStorage(
  'payouts of an earlier version',
  (open, config) => {
    test('get their arrival, and of the failed ones those of a month that nobody has paid again are open', async () => {
      const place = await config()
      await migrateTo(place, '017-accounts-words')
      await withDatabase(place, async (db) => {
        const at = new Date(NOW * 1000)
        await insertRow(db, 'connect_stripe_accounts', {
          ...{ ...owned, stripe_object: JSON.stringify(ACCOUNT), status: 'new', search_text: '' },
          ...{ created_at: at, updated_at: at },
        })
        for (const [payoutid, { ago, arrival_date, currency = 'eur', status }] of Object.entries(PAYOUTS)) {
          const created = NOW - ago * DAY
          const payout = { ...stripePayout({ id: payoutid, created }), arrival_date: arrival_date ?? created }
          await insertRow(db, 'connect_payouts', {
            ...{ ...owned, payoutid, status, currency, amount: 5, stripe_object: JSON.stringify(payout) },
            ...{ created_at: new Date(created * 1000), updated_at: at },
          })
        }
      })
      const payouts = payoutStore(await open())
      const idsOf = (rows: { payoutid: string }[]) => rows.map(({ payoutid }) => payoutid)
      const all = { offset: 0, limit: undefined }
      expect(idsOf(await payouts.list({ open: true }, all))).toEqual(['po_open', 'po_other'])
      const { rows } = await payouts.page({}, { sort: 'arrival', direction: 'ascending' }, { limit: 10 })
      expect(idsOf(rows)).toEqual(['po_old', 'po_again', 'po_other', 'po_paid', 'po_open', 'po_odd'])
      expect(await payouts.paidSince(ACCOUNT.id, new Date((NOW - 3 * DAY) * 1000))).toEqual([
        { currency: 'eur', amount: 5 },
      ])
      expect(await payouts.paidSince(ACCOUNT.id, new Date((NOW - 3 * DAY + 1) * 1000))).toEqual([])
    })
  },
  { fresh: true },
)
