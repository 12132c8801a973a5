import { z } from 'zod'
import { saveBankAccount } from '../../registration/bank-account.ts'
import { findOwnAccount } from '../../registration/find-own-account.ts'
import { apiRoute } from '../../route.ts'
import { stripeAccount, stripeAccountSchema } from '../representations.ts'

/** Absent and empty are the same mistake, and all mistakes are told at once: registration does both. */
const value = z.coerce.string().optional()

export const updatePaymentInformation = apiRoute({
  method: 'PATCH',
  path: '/api/user/connect/update-payment-information',
  audience: 'user',
  summary: 'Sets the bank account that payouts go to.',
  query: z.object({ stripeid: z.string() }),
  body: z.object({
    currency: value.describe('ISO 4217, one that the country has'),
    country: value.describe('of the bank, ISO 3166-1'),
    account_holder_name: value,
    account_holder_type: value.describe('individual or company'),
    account_number: value.describe('everywhere but where an IBAN is used'),
    bank_code: value.describe('BR, JP, SG'),
    branch_code: value.describe('BR, HK, JP, SG'),
    bsb_number: value.describe('AU'),
    clearing_code: value.describe('HK'),
    iban: value.describe('AE and Europe'),
    institution_number: value.describe('CA'),
    routing_number: value.describe('US; the IFSC in IN, the SWIFT code in MY'),
    sort_code: value.describe('GB with gbp'),
    transit_number: value.describe('CA'),
  }),
  errors: [
    'invalid-stripeid',
    'invalid-stripe-account',
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
  handle: async (context, { query, body }) => {
    const row = await findOwnAccount(context, query.stripeid)
    return stripeAccount(await saveBankAccount(context, row, body))
  },
})
