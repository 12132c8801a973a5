import { expect } from 'vitest'
import { type Payouts, payoutStore } from '../../src/payouts/store.ts'
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
  },
}
