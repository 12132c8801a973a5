import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { owner, refuseOthers } from '../../accounts/owner.ts'
import { stripeAccount, stripeAccountSchema } from '../../accounts/representations.ts'
import { apiRoute } from '../../web/route.ts'
import { BUSINESS_TYPES, createAccount, newAccountToken } from '../create-account.ts'
import { token } from './token.ts'

export const createStripeAccount = apiRoute({
  method: 'POST',
  path: '/api/user/connect/create-stripe-account',
  audience: 'user',
  summary: 'Registers a person or a company with Stripe.',
  query: z.object(owner),
  body: z.strictObject({
    business_type: z.enum(BUSINESS_TYPES),
    country: z.string().toUpperCase().describe('ISO 3166-1, one of the country specs'),
    operation: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe(
        'an id of your own, of at most 200 characters: sent again with it and the same country and business_type, the request makes no second account',
      ),
    token,
  }),
  errors: [
    'invalid-accountid',
    'invalid-business_type',
    'invalid-country',
    'invalid-operation',
    'invalid-token',
    'too-many-accounts',
    'registrations-unsettled',
  ],
  returns: stripeAccountSchema,
  check: (context, { query }) => refuseOthers(context, query.accountid),
  handle: async (context, { body }) => {
    const { country, business_type: businessType, operation = randomUUID() } = body
    const given = newAccountToken(context, body)
    return stripeAccount(await createAccount(context, { country, businessType, operation, token: given }))
  },
})
