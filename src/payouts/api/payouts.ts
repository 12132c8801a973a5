import { z } from 'zod'
import { owner, refuseOthers } from '../../accounts/owner.ts'
import { pageOf, pagination } from '../../web/pagination.ts'
import { apiRoute } from '../../web/route.ts'
import { payout, payoutSchema } from '../representation.ts'
import { payoutStore } from '../store/payouts.ts'

export const payouts = apiRoute({
  method: 'GET',
  path: '/api/user/connect/payouts',
  audience: 'user',
  summary: 'The payouts to the person signed in, newest first.',
  query: z.object({
    ...owner,
    stripeid: z.string().optional().describe('only those of this account'),
    ...pagination,
  }),
  errors: ['invalid-accountid'],
  returns: z.array(payoutSchema),
  handle: async (context, { query }) => {
    const { services } = context
    const { accountid, stripeid } = query
    refuseOthers(context, accountid)
    const rows = await payoutStore(services.storage).list(
      { accountid, ...(stripeid !== undefined && { stripeid }) },
      pageOf(query, services.config.pageSize),
    )
    return rows.map(payout)
  },
})
