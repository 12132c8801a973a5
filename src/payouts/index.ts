/** What other features may use of payouts. */
export { payout, payoutSchema } from './representation.ts'
export { type PayoutRow, type PayoutSearch, payoutStore } from './store.ts'
