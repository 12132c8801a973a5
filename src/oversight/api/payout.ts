import { z } from 'zod'
import { payoutSchema, payout as representation } from '../../payouts/index.ts'
import { apiRoute } from '../../web/route.ts'
import { findPayout } from '../find.ts'

export const payout = apiRoute({
  method: 'GET',
  path: '/api/administrator/connect/payout',
  audience: 'administrator',
  summary: "One payout, whoever's it is.",
  query: z.object({ payoutid: z.string() }),
  errors: ['invalid-payoutid'],
  returns: payoutSchema,
  handle: async (context, { query }) => representation(await findPayout(context, query.payoutid)),
})
