import { z } from 'zod'
import { payoutSchema, payoutStore, payout as representation } from '../../payouts/index.ts'
import { pageOf, pagination } from '../../web/pagination.ts'
import { apiRoute } from '../../web/route.ts'
import { refuseNobody } from '../find.ts'
import { payoutFilter, payoutSearch } from './payout-filter.ts'

export const payouts = apiRoute({
  method: 'GET',
  path: '/api/administrator/connect/payouts',
  audience: 'administrator',
  summary: "All payouts, one Stripe account's or one person's, newest first.",
  query: z.object({ ...payoutFilter, ...pagination }),
  errors: ['invalid-stripeid', 'invalid-accountid'],
  returns: z.array(payoutSchema),
  handle: async (context, { query }) => {
    const { config, storage } = context.services
    const search = await payoutSearch(context, query)
    if (search.accountid) await refuseNobody(context, search.accountid)
    const rows = await payoutStore(storage).list(search, pageOf(query, config.pageSize))
    return rows.map(representation)
  },
})
