import { z } from 'zod'
import { payoutStore } from '../../payouts/index.ts'
import { apiRoute } from '../../web/route.ts'
import { payoutFilter, payoutSearch } from './payout-filter.ts'

export const payoutsCount = apiRoute({
  method: 'GET',
  path: '/api/administrator/connect/payouts-count',
  audience: 'administrator',
  summary: "How many payouts there are, of one Stripe account's or of one person's.",
  query: z.object(payoutFilter),
  errors: ['invalid-stripeid'],
  returns: z.int(),
  handle: async (context, { query }) =>
    payoutStore(context.services.storage).count(await payoutSearch(context, query)),
})
