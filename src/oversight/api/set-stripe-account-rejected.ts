import { z } from 'zod'
import { stripeAccount, stripeAccountSchema } from '../../accounts/representations.ts'
import { apiRoute } from '../../web/route.ts'
import { findStripeAccount } from '../find.ts'
import { REJECTION_REASONS, rejectAccount } from '../reject-account.ts'

export const setStripeAccountRejected = apiRoute({
  method: 'PATCH',
  path: '/api/administrator/connect/set-stripe-account-rejected',
  audience: 'administrator',
  summary: 'Rejects a Stripe account: it takes no more payments and is paid out no more.',
  query: z.object({ stripeid: z.string() }),
  body: z.strictObject({ reason: z.enum(REJECTION_REASONS) }),
  errors: ['invalid-stripeid', 'invalid-reason', 'account-hidden', 'key-refused'],
  returns: stripeAccountSchema,
  check: (context, { query }) => findStripeAccount(context, query.stripeid),
  handle: async (context, { query, body }) => {
    const row = await findStripeAccount(context, query.stripeid)
    return stripeAccount((await rejectAccount(context, row, body.reason)).row)
  },
})
