import { z } from 'zod'
import { apiRoute } from '../../web/route.ts'
import { deleteAccount, type Override } from '../delete-account.ts'
import { findStripeAccount } from '../find.ts'

const OVERRIDE: Record<'true' | 'refused' | 'false', Override | undefined> = {
  true: 'unanswered',
  refused: 'refused',
  false: undefined,
}

export const deleteStripeAccount = apiRoute({
  method: 'DELETE',
  path: '/api/administrator/connect/delete-stripe-account',
  audience: 'administrator',
  summary: 'Deletes a Stripe account, once the application server was asked.',
  query: z.object({
    stripeid: z.string(),
    override: z
      .enum(['true', 'refused', 'false'])
      .optional()
      .describe(
        'true: also when the application server cannot be asked; refused: also when it refuses. Both are recorded.',
      ),
    'any-balance': z
      .enum(['true', 'false'])
      .optional()
      .describe('true: also when its balance is not zero, which Stripe refuses in live mode'),
  }),
  errors: [
    ...['invalid-stripeid', 'balance-not-zero', 'deletion-refused', 'deletion-check-failed', 'key-refused'],
  ],
  returns: z.literal(true),
  handle: async (context, { query }) => {
    const row = await findStripeAccount(context, query.stripeid)
    await deleteAccount(context, row, {
      override: OVERRIDE[query.override ?? 'false'],
      acceptsBalance: () => query['any-balance'] === 'true',
    })
    return true as const
  },
})
