/**
 * Links with which somebody of a company fills in their own part. Whoever has the link sees that part and nothing else of the
 * company, and the seller sees only that it is done. The database has a digest of what is in a link, so a reader of the database
 * cannot make one.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { accountStore } from '../../accounts/store/accounts.ts'
import { type PersonRow, personStore } from '../../accounts/store/persons.ts'
import type { Context, SignedInContext } from '../../context/context.ts'
import { ACCOUNT_PAGES } from '../../core/addresses.ts'
import { equalSecrets } from '../../core/equal-secrets.ts'
import { ConnectError } from '../../core/errors.ts'
import { digestOf, newSecret } from '../../core/secrets.ts'
import { link } from '../../web/link.ts'
import { textOf } from '../../web/posted.ts'
import type { FormValues, UploadedFile } from '../../web/route.ts'
import { refuseIfRejected } from '../save-step.ts'
import { type Invitation, invitationStore } from '../store.ts'
import { companyOf } from './find-person.ts'
import type { Company, PersonForm } from './person-form.ts'
import { savePerson } from './save-person.ts'

/** Days that a link works. */
export const INVITATION_DAYS = 7

/** Characters of a name. */
const LONGEST_INVITEE = 100

/** What is in a link. */
export interface InvitationLink {
  person: string
  secret: string
}

/**
 * Makes a link for somebody of a company. The one before ends.
 *
 * @param values `invitee`: who it is for, in the seller's words
 * @returns what is in the link
 * @throws ConnectError `invalid-invitee` for an empty or long name
 */
export async function invite(
  { services, caller, log }: SignedInContext,
  { account }: Company,
  { personid, stripeid }: PersonRow,
  values: FormValues,
): Promise<InvitationLink> {
  refuseIfRejected(account)
  const invitee = textOf(values.invitee)
  if (invitee === '' || invitee.length > LONGEST_INVITEE)
    throw new ConnectError('invalid-invitee', { field: 'invitee', values: { most: LONGEST_INVITEE } })
  const secret = newSecret()
  const endsAt = new Date(services.now().getTime() + INVITATION_DAYS * 24 * 3_600_000)
  const invitation = { personid, stripeid, invitee, digest: digestOf(secret), endsAt }
  await invitationStore(services.storage).make({ accountid: caller.accountid }, invitation)
  log.info({ stripeid, personid }, 'a seller made a link for somebody of their company')
  return { person: personid, secret }
}

/** @returns a path on this host */
export function pathOf({ person, secret }: InvitationLink): string {
  return link(ACCOUNT_PAGES.invitation, { person, secret })
}

/** Whether this is the secret of the invitation, whatever became of it. */
export function isSecretOf({ digest }: Invitation, secret: string): boolean {
  return equalSecrets(digest, digestOf(secret))
}

/** Whether the link can be used still. */
export function isOpen({ usedAt, endsAt }: Invitation, now: Date): boolean {
  return usedAt === undefined && endsAt > now
}

/** What a form about one person needs of the account, and nothing that the company answered. */
export function accountForInvited(account: Stripe.Account): Stripe.Account {
  const { id, object, country, business_type, requirements, future_requirements } = account
  const shown = { id, object, country, business_type, requirements, future_requirements }
  return shown as Stripe.Account
}

/**
 * The person as the form of a link shows them. The seller who made it can open it, too: of what somebody has filled in with a link
 * it shows nothing, and asks only for what Stripe asks again.
 */
function personForInvited(person: Stripe.Person, { filledAt }: Invitation): Stripe.Person {
  if (!filledAt) return person
  const { id, object, account, created, relationship, requirements, future_requirements } = person
  const shown = { id, object, account, created, relationship, requirements, future_requirements }
  return shown as Stripe.Person
}

/** The person that a link is for, and their company. */
export interface Invited {
  company: Company
  /** With what a form may show of them. */
  person: PersonRow
  invitation: Invitation
}

/**
 * Finds out whom a link is for.
 *
 * @returns undefined for a link that was never made, was replaced or is too old, and when nobody may answer any more
 */
export async function findInvited(
  context: Context,
  { person: personid, secret }: InvitationLink,
): Promise<Invited | undefined> {
  const { storage, now } = context.services
  const invitation = await invitationStore(storage).find(personid)
  if (!invitation || !isSecretOf(invitation, secret)) return undefined
  if (!invitation.usedAt && !isOpen(invitation, now())) return undefined
  const person = await personStore(storage).find(personid)
  const account = person && (await accountStore(storage).find(person.stripeid))
  if (!account || account.status === 'rejected') return undefined
  const stripeObject = personForInvited(person.stripeObject, invitation)
  return { company: await companyOf(context, account), person: { ...person, stripeObject }, invitation }
}

/**
 * Takes what the invited person entered, and uses the link up. What Stripe or the form refuses leaves it good.
 *
 * @throws ConnectError `invalid-invitation` (409) when it was used meanwhile; as `savePerson`
 */
export async function answerInvitation(
  context: Context,
  form: PersonForm,
  { company, invitation }: Invited,
  { values, files }: { values: FormValues; files: readonly UploadedFile[] },
): Promise<void> {
  const invitations = invitationStore(context.services.storage)
  const owner = { accountid: company.account.accountid }
  if (!(await invitations.use(owner, invitation)))
    throw new ConnectError('invalid-invitation', { status: 409 })
  try {
    await savePerson(context, form, values, files)
  } catch (error) {
    // After another failure Stripe may have it: then it is the person's, whether or not they come back.
    const isRefused = error instanceof ConnectError && error.status < 500
    const filledAt = isRefused ? invitation.filledAt : (invitation.filledAt ?? context.services.now())
    await invitations.giveBack(owner, { ...invitation, filledAt })
    throw error
  }
}
