import { z } from 'zod'
import { owner, refuseOthers } from '../../accounts/owner.ts'
import { apiRoute } from '../../web/route.ts'
import { payoutStore } from '../store/payouts.ts'

export const payoutsCount = apiRoute({
  method: 'GET',
  path: '/api/user/connect/payouts-count',
  audience: 'user',
  summary: 'How many payouts went to the person signed in.',
  query: z.object({ ...owner, stripeid: z.string().optional().describe('only those of this account') }),
  errors: ['invalid-accountid'],
  returns: z.int(),
  handle: async (context, { query: { accountid, stripeid } }) => {
    refuseOthers(context, accountid)
    return payoutStore(context.services.storage).count({
      accountid,
      ...(stripeid !== undefined && { stripeid }),
    })
  },
})
