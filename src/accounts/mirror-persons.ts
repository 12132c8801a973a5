import { defineMirror } from '../events/define-mirror.ts'
import { accountMirror } from './mirror-account.ts'
import { ofAccount, tellOf } from './of-account.ts'
import { personStore } from './store/persons.ts'

/**
 * The only code that adds a person of an account to our database, removes them and announces that they changed.
 *
 * @see https://docs.stripe.com/api/persons
 */
export const personMirror = defineMirror({
  ...ofAccount(personStore),
  object: 'person',
  events: ['person.created', 'person.deleted', 'person.updated'],
  retrieve: (stripe, { stripeid, objectid }) => stripe.accounts.retrievePerson(stripeid, objectid),
  removal: {
    endings: ['person.deleted'],
    async remove(services, { known, subject: { objectid } }) {
      const persons = personStore(services.storage)
      const person = await persons.find(objectid)
      // Of another account's person, Stripe only says that this account has no such person.
      if (person && person.stripeid !== known.stripeid) return
      await persons.delete(objectid)
      tellOf(services, known)
    },
  },
  // An account's requirements cover its people too.
  alongside: [accountMirror],
})
