import { defineMirror } from '../events/define-mirror.ts'
import { accountMirror } from './mirror-account.ts'
import { ofAccount, tellOf } from './of-account.ts'
import { personStore } from './store/persons.ts'

/**
 * The one way a person of an account enters our database, leaves it, and is told about.
 *
 * @see https://docs.stripe.com/api/persons
 */
export const personMirror = defineMirror({
  ...ofAccount(personStore),
  object: 'person',
  events: ['person.created', 'person.deleted', 'person.updated'],
  retrieve: (stripe, { stripeid, objectid }) => stripe.accounts.retrievePerson(stripeid, objectid),
  async remove(services, { known, subject: { objectid } }) {
    const persons = personStore(services.storage)
    const person = await persons.find(objectid)
    // Stripe says of this account that there is no such person, who is somebody of another.
    if (person && person.stripeid !== known.stripeid) return
    await persons.delete(objectid)
    tellOf(services, known)
  },
  // Its requirements are about its people, too.
  alongside: [accountMirror],
})
