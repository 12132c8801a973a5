/**
 * Objects that an administrator asks for by id: anybody's within the tenant, and nothing of another tenant.
 *
 * @module
 */
import type { Context } from '../context/context.ts'
import { ConnectError, notFound } from '../core/errors.ts'
import type { PayoutRow, PersonRow, StripeAccountRow } from '../storage/storage.ts'

/** @throws ConnectError `invalid-stripeid` (404) */
export async function findStripeAccount(context: Context, stripeid: string): Promise<StripeAccountRow> {
  const row = await context.services.storage.stripeAccounts.find(stripeid)
  if (!row) throw notFound('stripeid')
  return row
}

/** @throws ConnectError `invalid-personid` (404) */
export async function findPerson(context: Context, personid: string): Promise<PersonRow> {
  const row = await context.services.storage.persons.find(personid)
  if (!row) throw notFound('personid')
  return row
}

/** @throws ConnectError `invalid-payoutid` (404) */
export async function findPayout(context: Context, payoutid: string): Promise<PayoutRow> {
  const row = await context.services.storage.payouts.find(payoutid)
  if (!row) throw notFound('payoutid')
  return row
}

/** @throws ConnectError `invalid-stripeid` (404), `invalid-stripe-account` for an account that is not a company's */
export async function findCompany(context: Context, stripeid: string): Promise<StripeAccountRow> {
  const row = await findStripeAccount(context, stripeid)
  if (row.stripeObject.business_type !== 'company')
    throw new ConnectError('invalid-stripe-account', { field: 'stripeid' })
  return row
}
