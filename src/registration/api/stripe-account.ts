import { z } from 'zod'
import { findOwnAccount } from '../../accounts/find-own-account.ts'
import { stripeAccount as represent, stripeAccountSchema } from '../../accounts/representations.ts'
import { apiRoute } from '../../web/route.ts'

export const stripeAccount = apiRoute({
  method: 'GET',
  path: '/api/user/connect/stripe-account',
  audience: 'user',
  summary: 'One Stripe account of the person signed in.',
  query: z.object({ stripeid: z.string() }),
  errors: ['invalid-stripeid'],
  returns: stripeAccountSchema,
  handle: async (context, { query }) => represent(await findOwnAccount(context, query.stripeid)),
})
