/**
 * The one way a person of an account enters our database, leaves it, and is told about.
 *
 * @see https://docs.stripe.com/api/persons
 * @module
 */
import type { Stripe } from 'stripe'
import type { Services } from '../context/context.ts'
import type { StripeAccountRow } from '../storage/storage.ts'
import { refreshAccount, unlessGone } from './mirror-account.ts'

/**
 * Asks Stripe for a person's present state and keeps it; one that is gone is dropped. A person of another account is left alone.
 *
 * @throws Stripe's errors when it does not answer
 */
export async function refreshPerson(services: Services, stripeid: string, personid: string): Promise<void> {
  const { storage, stripe } = services
  const account =
    (await storage.stripeAccounts.findCurrent(stripeid)) ?? (await refreshAccount(services, stripeid))
  if (!account) return
  const known = await storage.persons.find(personid)
  // Stripe would say of that account that there is no such person, who is somebody of another.
  if (known && known.stripeid !== stripeid) return
  const ticket = await storage.persons.ticket(personid)
  const person = await unlessGone(stripe.accounts.retrievePerson(stripeid, personid))
  if (person) await recordPerson(services, account, person, ticket)
  else await forgetPerson(services, account, personid)
}

/**
 * Keeps what Stripe answered, unless an answer that was asked for later is kept already.
 *
 * @param ticket taken with `storage.persons.ticket` before Stripe was asked
 */
async function recordPerson(
  services: Services,
  account: StripeAccountRow,
  person: Stripe.Person,
  ticket: number,
): Promise<void> {
  const { stripeid, accountid, appid } = account
  await services.storage.persons.record({ stripeid, accountid, stripeObject: person }, ticket)
  services.announcements.accountChanged({ appid, accountid, stripeid })
}

/** Drops a person that Stripe no longer has. */
async function forgetPerson(
  services: Services,
  { stripeid, accountid, appid }: StripeAccountRow,
  personid: string,
): Promise<void> {
  await services.storage.persons.delete(personid)
  services.announcements.accountChanged({ appid, accountid, stripeid })
}
