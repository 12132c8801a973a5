import { z } from 'zod'
import { stripeAccount as representation, stripeAccountSchema } from '../../accounts/representations.ts'
import { apiRoute } from '../../web/route.ts'
import { findStripeAccount } from '../find.ts'

export const stripeAccount = apiRoute({
  method: 'GET',
  path: '/api/administrator/connect/stripe-account',
  audience: 'administrator',
  summary: "One Stripe account, whoever's it is.",
  query: z.object({ stripeid: z.string() }),
  errors: ['invalid-stripeid'],
  returns: stripeAccountSchema,
  handle: async (context, { query }) => representation(await findStripeAccount(context, query.stripeid)),
})
