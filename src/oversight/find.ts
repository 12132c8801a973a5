import { hasPeople } from '../accounts/has-people.ts'
/**
 * Finds the objects that an administrator asks for by id: any seller's in this tenant, none of another tenant.
 *
 * @module
 */
import { accountStore } from '../accounts/store/accounts.ts'
import type { PersonRow } from '../accounts/store/persons.ts'
import { personStore } from '../accounts/store/persons.ts'
import type { StripeAccountRow } from '../accounts/store/stripe-account-row.ts'
import type { Context } from '../context/context.ts'
import { ConnectError, notFound } from '../core/errors.ts'
import type { PayoutRow } from '../payouts/index.ts'
import { payoutStore } from '../payouts/index.ts'

/** @throws ConnectError `invalid-stripeid` (404) */
export async function findStripeAccount(context: Context, stripeid: string): Promise<StripeAccountRow> {
  const row = await accountStore(context.services.storage).find(stripeid)
  if (!row) throw notFound('stripeid')
  return row
}

/**
 * Refuses a list of somebody who does not exist. In Express, where only the app knows its people, that list is empty.
 *
 * @throws ConnectError `invalid-accountid` (404)
 */
export async function refuseNobody({ isPerson, services }: Context, accountid: string): Promise<void> {
  // The host may have forgotten a person whose accounts are still here.
  if (!isPerson || (await accountStore(services.storage).countOfPerson(accountid)) > 0) return
  if (!(await isPerson(accountid))) throw notFound('accountid')
}

/** @throws ConnectError `invalid-personid` (404) */
export async function findPerson(context: Context, personid: string): Promise<PersonRow> {
  const row = await personStore(context.services.storage).find(personid)
  if (!row) throw notFound('personid')
  return row
}

/** @throws ConnectError `invalid-payoutid` (404) */
export async function findPayout(context: Context, payoutid: string): Promise<PayoutRow> {
  const row = await payoutStore(context.services.storage).find(payoutid)
  if (!row) throw notFound('payoutid')
  return row
}

/** @throws ConnectError `invalid-stripeid` (404), `invalid-stripe-account` when the account does not belong to a company */
export async function findCompany(context: Context, stripeid: string): Promise<StripeAccountRow> {
  const row = await findStripeAccount(context, stripeid)
  if (!hasPeople(row.stripeObject)) throw new ConnectError('invalid-stripe-account', { field: 'stripeid' })
  return row
}
