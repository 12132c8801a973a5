import { z } from 'zod'
import { ConnectError } from '../../core/errors.ts'
import { apiRoute } from '../../web/route.ts'
import { deleteAccount } from '../delete-account.ts'
import { findStripeAccount } from '../find.ts'

export const deleteStripeAccount = apiRoute({
  method: 'DELETE',
  path: '/api/administrator/connect/delete-stripe-account',
  audience: 'administrator',
  summary: 'Deletes a Stripe account, once the application server was asked.',
  query: z.object({
    stripeid: z.string(),
    override: z
      .enum(['true', 'false'])
      .optional()
      .describe('true: also when the application server cannot be asked, which is recorded'),
  }),
  errors: ['invalid-stripeid', 'deletion-refused', 'deletion-check-failed'],
  returns: z.literal(true),
  handle: async (context, { query }) => {
    const row = await findStripeAccount(context, query.stripeid)
    const { refused } = await deleteAccount(context, row, { override: query.override === 'true' })
    if (refused) throw new ConnectError('deletion-refused', { status: 409, values: { redirect: refused } })
    return true as const
  },
})
