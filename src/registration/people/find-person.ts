import { findOwnAccount } from '../../accounts/find-own-account.ts'
import { hasPeople } from '../../accounts/has-people.ts'
import { type PersonRow, personStore } from '../../accounts/store/persons.ts'
import type { StripeAccountRow } from '../../accounts/store/stripe-account-row.ts'
import type { Context, SignedInContext } from '../../context/context.ts'
import { ConnectError, notFound } from '../../core/errors.ts'
import { invitationStore } from '../store.ts'
import type { Company } from './person-form.ts'
import { companyDemands } from './person-questions.ts'

/**
 * The caller's account, if it belongs to a company: only a company has people.
 *
 * @throws ConnectError `invalid-stripeid` (404), `invalid-stripe-account` when the account does not belong to a company
 */
export async function companyAccount(context: SignedInContext, stripeid: string): Promise<StripeAccountRow> {
  const row = await findOwnAccount(context, stripeid)
  if (!hasPeople(row.stripeObject)) throw new ConnectError('invalid-stripe-account')
  return row
}

/** A company with its people, the first named first. */
export async function companyOf(context: Context, account: StripeAccountRow): Promise<Company> {
  const [people, invitations] = await Promise.all([
    personStore(context.services.storage).ofAccount(account.stripeid),
    invitationsOf(context, account.stripeid),
  ])
  return { account, people: people.toReversed(), invitations, ...companyDemands(account.stripeObject) }
}

/** By the id of the person they are for. */
export async function invitationsOf(
  { services }: Context,
  stripeid: string,
): Promise<Company['invitations']> {
  const invitations = await invitationStore(services.storage).ofAccount(stripeid)
  return new Map(invitations.map((invitation) => [invitation.personid, invitation]))
}

/**
 * Somebody of a company of the caller's. Somebody else's is answered as one that does not exist.
 *
 * @throws ConnectError `invalid-personid`, 404
 */
export async function ownPerson({ services, caller }: SignedInContext, personid: string): Promise<PersonRow> {
  const person = await personStore(services.storage).find(personid)
  if (!person || person.accountid !== caller.accountid) throw notFound('personid')
  return person
}

/**
 * The same with the whole company.
 *
 * @throws ConnectError as `ownPerson` and `findOwnAccount`
 */
export async function findOwnPerson(
  context: SignedInContext,
  personid: string,
): Promise<{ company: Company; person: PersonRow }> {
  const person = await ownPerson(context, personid)
  const account = await findOwnAccount(context, person.stripeid)
  return { company: await companyOf(context, account), person }
}
