/** The API for a seller's own payouts, at `/api/user/connect/...`. */
import { payout } from './payout.ts'
import { payouts } from './payouts.ts'
import { payoutsCount } from './payouts-count.ts'

export const payoutsApi = [payout, payouts, payoutsCount] as const
