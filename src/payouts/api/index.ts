/** What a person's own programs may ask about payouts, at `/api/user/connect/...`. */
import type { ApiRoute } from '../../web/route.ts'
import { payout } from './payout.ts'
import { payouts } from './payouts.ts'
import { payoutsCount } from './payouts-count.ts'

export const payoutsApi: readonly ApiRoute[] = [payout, payouts, payoutsCount]
