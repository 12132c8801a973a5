import { z } from 'zod'
import { notFound } from '../../core/errors.ts'
import { apiRoute } from '../../web/route.ts'
import { payoutSchema, payout as represent } from '../representation.ts'
import { payoutStore } from '../store/payouts.ts'

export const payout = apiRoute({
  method: 'GET',
  path: '/api/user/connect/payout',
  audience: 'user',
  summary: 'One payout to the person signed in.',
  query: z.object({ payoutid: z.string() }),
  errors: ['invalid-payoutid'],
  returns: payoutSchema,
  handle: async ({ services: { storage }, caller }, { query }) => {
    const row = await payoutStore(storage).find(query.payoutid)
    if (!row || row.accountid !== caller.accountid) throw notFound('payoutid')
    return represent(row)
  },
})
