import { z } from 'zod'
import { findOwnAccount } from '../../accounts/find-own-account.ts'
import { stripeAccount, stripeAccountSchema } from '../../accounts/representations.ts'
import { formValue } from '../../web/form-value.ts'
import { apiRoute } from '../../web/route.ts'
import { HOLDER_TYPES } from '../bank/read-bank-account.ts'
import { saveBankAccount } from '../bank-account.ts'
import { token } from './token.ts'

/** The bank's country decides which numbers are needed; `saveBankAccount` checks that. */
const number = formValue.optional()

export const updatePaymentInformation = apiRoute({
  method: 'PATCH',
  path: '/api/user/connect/update-payment-information',
  audience: 'user',
  summary: 'Sets the bank account that payouts go to.',
  query: z.object({ stripeid: z.string() }),
  body: z.strictObject({
    currency: z.string().describe('ISO 4217, one that the country has'),
    country: z.string().describe('of the bank, ISO 3166-1'),
    account_holder_name: z
      .string()
      .optional()
      .describe('needed, as the numbers are, unless a token has them'),
    account_holder_type: z.enum(HOLDER_TYPES).optional(),
    account_number: number.describe('everywhere but where an IBAN is used'),
    bank_code: number.describe('BR, JP, SG'),
    branch_code: number.describe('BR, HK, JP, SG'),
    bsb_number: number.describe('AU'),
    clearing_code: number.describe('HK'),
    iban: number.describe('AE and Europe'),
    institution_number: number.describe('CA'),
    routing_number: number.describe(
      'US; the IFSC in IN, the SWIFT code in MY; in NZ the bank and branch, unless the account number has them',
    ),
    sort_code: number.describe('GB with gbp'),
    transit_number: number.describe('CA'),
    token,
  }),
  errors: [
    'invalid-stripeid',
    'invalid-stripe-account',
    'only-as-token',
    'invalid-token',
    'invalid-currency',
    'invalid-country',
    'invalid-account_holder_name',
    'invalid-account_holder_type',
    'invalid-external_account.account_number',
    'invalid-external_account.bank_code',
    'invalid-external_account.branch_code',
    'invalid-external_account.bsb_number',
    'invalid-external_account.clearing_code',
    'invalid-external_account.iban',
    'invalid-external_account.institution_number',
    'invalid-external_account.routing_number',
    'invalid-external_account.sort_code',
    'invalid-external_account.transit_number',
  ],
  returns: stripeAccountSchema,
  check: (context, { query }) => findOwnAccount(context, query.stripeid),
  handle: async (context, { query, body }) => {
    const row = await findOwnAccount(context, query.stripeid)
    return stripeAccount(await saveBankAccount(context, row, body, { strict: true }))
  },
})
