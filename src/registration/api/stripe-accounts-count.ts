import { z } from 'zod'
import { owner, refuseOthers } from '../../accounts/owner.ts'
import { accountStore } from '../../accounts/store/accounts.ts'
import { apiRoute } from '../../web/route.ts'

export const stripeAccountsCount = apiRoute({
  method: 'GET',
  path: '/api/user/connect/stripe-accounts-count',
  audience: 'user',
  summary: 'How many Stripe accounts the person signed in has.',
  query: z.object(owner),
  errors: ['invalid-accountid'],
  returns: z.int(),
  handle: async (context, { query }) => {
    refuseOthers(context, query.accountid)
    return accountStore(context.services.storage).countOfPerson(query.accountid)
  },
})
