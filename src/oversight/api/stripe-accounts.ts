import { z } from 'zod'
import { stripeAccount, stripeAccountSchema } from '../../accounts/representations.ts'
import { accountStore } from '../../accounts/store/accounts.ts'
import { pageOf, pagination } from '../../web/pagination.ts'
import { apiRoute } from '../../web/route.ts'
import { refuseNobody } from '../find.ts'

export const stripeAccounts = apiRoute({
  method: 'GET',
  path: '/api/administrator/connect/stripe-accounts',
  audience: 'administrator',
  summary: "All Stripe accounts, or one person's, newest first.",
  query: z.object({ accountid: z.string().optional(), ...pagination }),
  errors: ['invalid-accountid'],
  returns: z.array(stripeAccountSchema),
  handle: async (context, { query }) => {
    const { accountid } = query
    const { config, storage } = context.services
    if (accountid) await refuseNobody(context, accountid)
    const rows = await accountStore(storage).search(
      { ...(accountid && { accountid }), sort: 'created', direction: 'descending' },
      pageOf(query, config.pageSize),
    )
    return rows.map(stripeAccount)
  },
})
