import { z } from 'zod'
import { apiRoute } from '../../route.ts'
import { pageOf, pagination } from '../pagination.ts'
import { stripeAccount, stripeAccountSchema } from '../representations.ts'

export const stripeAccounts = apiRoute({
  method: 'GET',
  path: '/api/administrator/connect/stripe-accounts',
  audience: 'administrator',
  summary: "All Stripe accounts, or one person's, newest first.",
  query: z.object({ accountid: z.string().optional(), ...pagination }),
  errors: [],
  returns: z.array(stripeAccountSchema),
  handle: async ({ services: { config, storage } }, { query }) => {
    const { accountid } = query
    const rows = await storage.stripeAccounts.search(
      { ...(accountid !== undefined && { accountid }), sort: 'created', direction: 'descending' },
      pageOf(query, config.pageSize),
    )
    return rows.map(stripeAccount)
  },
})
