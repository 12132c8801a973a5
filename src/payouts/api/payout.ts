import { z } from 'zod'
import { payoutSchema, payout as represent } from '../../accounts/representations.ts'
import { notFound } from '../../core/errors.ts'
import { apiRoute } from '../../web/route.ts'

export const payout = apiRoute({
  method: 'GET',
  path: '/api/user/connect/payout',
  audience: 'user',
  summary: 'One payout to the person signed in.',
  query: z.object({ payoutid: z.string() }),
  errors: ['invalid-payoutid'],
  returns: payoutSchema,
  handle: async ({ services: { storage }, caller }, { query }) => {
    const row = await storage.payouts.find(query.payoutid)
    if (!row || row.accountid !== caller.accountid) throw notFound('payoutid')
    return represent(row)
  },
})
