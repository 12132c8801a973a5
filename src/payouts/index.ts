/** What other features may use of payouts. */
export { payout, payoutSchema } from './representation.ts'
export type { Dealing } from './store/payout-failures.ts'
export type { PayoutOrder, PayoutSearch } from './store/payout-search.ts'
export { type PayoutRow, payoutStore } from './store/payouts.ts'
