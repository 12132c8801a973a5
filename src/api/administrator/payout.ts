import { z } from 'zod'
import { findPayout } from '../../oversight/find.ts'
import { apiRoute } from '../../route.ts'
import { payoutSchema, payout as representation } from '../representations.ts'

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
