import { z } from 'zod'
import { findStripeAccount } from '../../oversight/find.ts'
import { apiRoute } from '../../route.ts'
import { stripeAccount as representation, stripeAccountSchema } from '../representations.ts'

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
