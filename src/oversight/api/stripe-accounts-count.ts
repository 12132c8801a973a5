import { z } from 'zod'
import { accountStore } from '../../accounts/store/accounts.ts'
import { apiRoute } from '../../web/route.ts'

export const stripeAccountsCount = apiRoute({
  method: 'GET',
  path: '/api/administrator/connect/stripe-accounts-count',
  audience: 'administrator',
  summary: "How many Stripe accounts there are, or how many of one person's.",
  query: z.object({ accountid: z.string().optional() }),
  errors: [],
  returns: z.int(),
  handle: ({ services: { storage } }, { query: { accountid } }) =>
    accountStore(storage).count(accountid === undefined ? {} : { accountid }),
})
