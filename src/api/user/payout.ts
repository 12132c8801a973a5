import { z } from 'zod'
import { notFound } from '../../errors.ts'
import { apiRoute } from '../../route.ts'
import { payoutSchema, payout as represent } from '../representations.ts'

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
