import { z } from 'zod'
import { owner, refuseOthers } from '../../accounts/owner.ts'
import { stripeAccount, stripeAccountSchema } from '../../accounts/representations.ts'
import { accountStore } from '../../accounts/store/accounts.ts'
import { pageOf, pagination } from '../../web/pagination.ts'
import { apiRoute } from '../../web/route.ts'

export const stripeAccounts = apiRoute({
  method: 'GET',
  path: '/api/user/connect/stripe-accounts',
  audience: 'user',
  summary: 'The Stripe accounts of the person signed in, newest first.',
  query: z.object({ ...owner, ...pagination }),
  errors: ['invalid-accountid'],
  returns: z.array(stripeAccountSchema),
  handle: async (context, { query }) => {
    refuseOthers(context, query.accountid)
    const { storage, config } = context.services
    const page = pageOf(query, config.pageSize)
    const rows = await accountStore(storage).ofPerson(query.accountid, page)
    return rows.map(stripeAccount)
  },
})
