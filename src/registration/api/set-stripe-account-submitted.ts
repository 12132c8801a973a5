import { z } from 'zod'
import { findOwnAccount } from '../../accounts/find-own-account.ts'
import { stripeAccount, stripeAccountSchema } from '../../accounts/representations.ts'
import { formFlag } from '../../web/form-value.ts'
import { apiRoute } from '../../web/route.ts'
import { submitAccount } from '../submit-account.ts'
import { token } from './token.ts'

export const setStripeAccountSubmitted = apiRoute({
  method: 'PATCH',
  path: '/api/user/connect/set-stripe-account-submitted',
  audience: 'user',
  summary: "Submits an account, which records that the person agreed to Stripe's terms.",
  query: z.object({ stripeid: z.string() }),
  body: z
    .object({
      consent: formFlag
        .optional()
        .describe('whether the person agreed; when absent, calling this route says that they did'),
      token,
    })
    .optional(),
  errors: [
    'invalid-stripeid',
    'invalid-stripe-account',
    'invalid-payment-details',
    'invalid-company-owner',
    'invalid-company-director',
    'invalid-company-executive',
    'invalid-person',
    'invalid-registration',
    'invalid-consent',
    'invalid-token',
  ],
  returns: stripeAccountSchema,
  check: (context, { query }) => findOwnAccount(context, query.stripeid),
  handle: async (context, { query, body }) => {
    const row = await findOwnAccount(context, query.stripeid)
    const consent = (body?.consent ?? 'true') === 'true'
    return stripeAccount(await submitAccount(context, row, { consent, token: body?.token }))
  },
})
