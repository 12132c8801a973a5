import { refreshAccount } from '../../accounts/mirror-account.ts'
import { personMirror } from '../../accounts/mirror-persons.ts'
import type { PersonRow } from '../../accounts/store/persons.ts'
import type { SignedInContext } from '../../context/context.ts'
import { ConnectError } from '../../core/errors.ts'
import { isGone, toConnectError } from '../../stripe/errors.ts'
import { refuseIfRejected } from '../save-step.ts'
import type { Company } from './person-form.ts'

/**
 * Takes somebody out of a company, at Stripe and here.
 *
 * @throws ConnectError `invalid-person` for the representative, whom a company must have
 */
export async function deletePerson(
  { services, messages }: SignedInContext,
  { account }: Company,
  { personid, stripeid, stripeObject }: PersonRow,
): Promise<void> {
  refuseIfRejected(account)
  if (stripeObject.relationship?.representative)
    throw new ConnectError('invalid-person', { message: messages.text('person.delete-representative') })
  try {
    await services.stripe.accounts.deletePerson(stripeid, personid)
  } catch (error) {
    // Somebody was faster, or an earlier try was interrupted.
    if (!isGone(error)) throw toConnectError(error)
  }
  try {
    await personMirror.refresh(services, { stripeid, objectid: personid }, true)
    await refreshAccount(services, stripeid)
  } catch (error) {
    throw toConnectError(error)
  }
}
