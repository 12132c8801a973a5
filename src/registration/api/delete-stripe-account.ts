import { z } from 'zod'
import { findOwnAccount } from '../../accounts/find-own-account.ts'
import { apiRoute } from '../../web/route.ts'
import { deleteAccount } from '../delete-account.ts'

export const deleteStripeAccount = apiRoute({
  method: 'DELETE',
  path: '/api/user/connect/delete-stripe-account',
  audience: 'user',
  summary: 'Deletes an account, with Stripe and here, once its balance is zero.',
  query: z.object({ stripeid: z.string() }),
  errors: ['invalid-stripeid', 'balance-not-zero', 'deletion-refused', 'deletion-check-failed'],
  returns: z.literal(true),
  handle: async (context, { query }) => {
    await deleteAccount(context, await findOwnAccount(context, query.stripeid))
    return true as const
  },
})
