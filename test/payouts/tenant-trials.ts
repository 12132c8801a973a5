import { expect } from 'vitest'
import { type Payouts, payoutStore } from '../../src/payouts/store/payouts.ts'
import { stripePayout } from '../support/stripe-objects.ts'
import { OWNED, type TenantTrials } from '../support/trials.ts'

const PAYOUT = stripePayout()

const record = async (store: Payouts) =>
  store.record({ ...OWNED, stripeObject: PAYOUT }, await store.ticket(PAYOUT.id))

export const trials: TenantTrials<Payouts> = {
  store: payoutStore,
  fill: record,
  attempts: {
    find: [(store) => store.find(PAYOUT.id)],
    list: [(store) => store.list(OWNED, { offset: 0, limit: undefined }), []],
    count: [(store) => store.count({}), 0],
    changedAt: [(store) => store.changedAt(OWNED.stripeid)],
    ticket: [(store) => store.ticket(PAYOUT.id), expect.any(Number)],
    record: [record, false],
    perDay: [(store) => store.perDay(new Date(0)), []],
    currencies: [(store) => store.currencies(new Date(0)), []],
    recount: [(store) => store.recount(new Date(0))],
    page: [
      (store) =>
        store.page({}, { sort: 'created', direction: 'descending' }, { after: PAYOUT.id, limit: 10 }),
      { rows: [], before: false, after: false },
    ],
    countSome: [(store) => store.countSome({}), 0],
    paidSince: [(store) => store.paidSince(OWNED.stripeid, new Date(0)), []],
    dealing: [(store) => store.dealing(PAYOUT.id)],
    markDealt: [(store) => store.markDealt(PAYOUT.id, OWNED.accountid), false],
    dealings: [(store) => store.dealings(['po_1']), new Map()],
    undoDealt: [(store) => store.undoDealt('po_1', 'account_1'), false],
    deleteOfAccount: [(store) => store.deleteOfAccount(OWNED.stripeid)],
  },
}
