import { z } from 'zod'
import { findOwnAccount } from '../../registration/find-own-account.ts'
import { apiRoute } from '../../route.ts'
import { stripeAccount as represent, stripeAccountSchema } from '../representations.ts'

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
