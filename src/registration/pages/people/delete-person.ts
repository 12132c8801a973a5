import { ACCOUNT_PAGES } from '../../../core/addresses.ts'
import { link } from '../../../web/link.ts'
import { problemSummary } from '../../../web/problem-summary.ts'
import { page } from '../../../web/route.ts'
import { deletePerson as remove } from '../../people/delete-person.ts'
import { findOwnPerson } from '../../people/find-person.ts'
import { openPerson } from '../../people/person-form.ts'
import { personQuery } from '../query.ts'
import { nameOf, rolesText } from './company-view.ts'

/** Asks the person to confirm, then takes somebody out of the company. */
export const deletePerson = page({
  path: ACCOUNT_PAGES.deletePerson,
  audience: 'user',
  query: personQuery,
  async load(context, { query, attempt }) {
    const { company, person } = await findOwnPerson(context, query.personid)
    const { messages } = context
    const form = openPerson(context, company, person)
    return {
      view: 'registration/people/delete-person',
      data: {
        title: messages.text('person.delete-title', { name: nameOf(messages, form) }),
        problems: problemSummary(messages, [], attempt?.problems),
        roles: rolesText(messages, form),
        refused: person.stripeObject.relationship?.representative
          ? messages.text('person.delete-representative')
          : undefined,
        back: link(ACCOUNT_PAGES.person, {
          personid: person.personid,
          'return-url': query['return-url'],
        }),
      },
    }
  },
  async submit(context, { query }) {
    const { company, person } = await findOwnPerson(context, query.personid)
    await remove(context, company, person)
    return {
      redirect: link(ACCOUNT_PAGES.persons, {
        stripeid: person.stripeid,
        message: 'person-deleted',
        'return-url': query['return-url'],
      }),
    }
  },
})
