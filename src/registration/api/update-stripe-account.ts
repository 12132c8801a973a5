import { z } from 'zod'
import { findOwnAccount } from '../../accounts/find-own-account.ts'
import { stripeAccount, stripeAccountSchema } from '../../accounts/representations.ts'
import { formValue } from '../../web/form-value.ts'
import { apiRoute } from '../../web/route.ts'
import { open } from '../registration.ts'
import { answerFiles, saveAnswers } from '../save-step.ts'

export const updateStripeAccount = apiRoute({
  method: 'PATCH',
  path: '/api/user/connect/update-stripe-account',
  audience: 'user',
  summary: 'Gives Stripe information about an account; what is not posted stays as it is.',
  query: z.object({ stripeid: z.string() }),
  body: z.record(
    z.string(),
    formValue.describe(
      'a requirement with underscores for dots, e.g. individual_first_name; files as _front, _back; with STRIPE_JS=3, `token` and `person_token` for what Stripe takes on tokens, and ids, with commas between, for the files of `documents_...`',
    ),
  ),
  errors: [
    'invalid-stripeid',
    'invalid-stripe-account',
    'only-as-token',
    'invalid-token',
    'invalid-<requirement>',
  ],
  returns: stripeAccountSchema,
  check: (context, { query }) => findOwnAccount(context, query.stripeid),
  fileFields: async (context, { query }) =>
    answerFiles(open(context, await findOwnAccount(context, query.stripeid)), undefined),
  handle: async (context, { query, body, files }) => {
    const row = await findOwnAccount(context, query.stripeid)
    return stripeAccount(await saveAnswers(context, row, body, files))
  },
})
