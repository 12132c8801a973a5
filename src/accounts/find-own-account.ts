import type { SignedInContext } from '../context/context.ts'
import { ConnectError, notFound } from '../core/errors.ts'
import { departureText } from './departure-text.ts'
import { accountStore } from './store/accounts.ts'
import { departureStore } from './store/departures.ts'
import type { StripeAccountRow } from './store/stripe-account-row.ts'

/**
 * The account a request names, if it is the caller's own. Somebody else's account gets the same answer as one that does not exist.
 *
 * @throws ConnectError `invalid-stripeid`, 404
 */
export async function findOwnAccount(context: SignedInContext, stripeid: string): Promise<StripeAccountRow> {
  const row = await accountStore(context.services.storage).find(stripeid)
  if (!row) throw await hasLeft(context, stripeid)
  if (row.accountid !== context.caller.accountid) throw notFound('stripeid')
  await keepPerson(context, row).catch((err: unknown) => {
    // The person can go on without.
    context.log.warn({ err, stripeid }, 'the name of an account’s person was not kept')
  })
  return row
}

/** Says that the account was disconnected to the person whose it was. */
async function hasLeft({ services, caller, messages }: SignedInContext, stripeid: string): Promise<Error> {
  const departure = await departureStore(services.storage).find(stripeid)
  if (departure?.accountid !== caller.accountid) return notFound('stripeid')
  return new ConnectError('invalid-stripeid', {
    status: 404,
    field: 'stripeid',
    message: departureText(messages, departure),
  })
}

/**
 * Keeps the name and the e-mail address of the person who asks with their account. Stripe knows neither of somebody who has just
 * begun, and they may change here at any time.
 */
async function keepPerson(
  { services, caller }: SignedInContext,
  { stripeid, person }: StripeAccountRow,
): Promise<void> {
  const { name = person.name, email = person.email } = caller
  if (name === person.name && email === person.email) return
  await accountStore(services.storage).setPerson(stripeid, {
    person_name: name ?? null,
    person_email: email ?? null,
  })
}
