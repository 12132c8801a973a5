import { z } from 'zod'
import { stripeAccount, stripeAccountSchema } from '../../accounts/representations.ts'
import { accountStore } from '../../accounts/store/accounts.ts'
import { pageOf, pagination } from '../../web/pagination.ts'
import { apiRoute } from '../../web/route.ts'

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
    const rows = await accountStore(storage).search(
      { ...(accountid !== undefined && { accountid }), sort: 'created', direction: 'descending' },
      pageOf(query, config.pageSize),
    )
    return rows.map(stripeAccount)
  },
})
