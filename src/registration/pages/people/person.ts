import { ACCOUNT_PAGES } from '../../../core/addresses.ts'
import { link } from '../../../web/link.ts'
import { page } from '../../../web/route.ts'
import { findOwnPerson } from '../../people/find-person.ts'
import { filledAlone, openPerson } from '../../people/person-form.ts'
import { answersOf } from '../answers.ts'
import { noticeText } from '../notice.ts'
import { personQuery } from '../query.ts'
import { invitationNote, nameOf, rolesText } from './company-view.ts'

/** Somebody of a company: what Stripe has of them, and how far they are. */
export const person = page({
  path: ACCOUNT_PAGES.person,
  audience: 'user',
  query: personQuery,
  async load(context, { query }) {
    const { company, person: row } = await findOwnPerson(context, query.personid)
    const { messages } = context
    const form = openPerson(context, company, row)
    const back = { 'return-url': query['return-url'] }
    return {
      view: 'registration/people/person',
      data: {
        title: nameOf(messages, form),
        notice: noticeText(messages, query.message),
        state: form.state,
        roles: rolesText(messages, form),
        missing: form.missing,
        refused: form.refused,
        note: invitationNote(context, form),
        closed: company.account.status === 'rejected',
        sections: form.groups
          .map(({ legend, fields }) => ({ title: legend, answers: answersOf(messages, fields) }))
          .filter(({ answers }) => answers.length > 0),
        ask: link(ACCOUNT_PAGES.invitePerson, { personid: row.personid, ...back }),
        askLabel: messages.text(
          filledAlone(company, row.personid) ? 'invitation.ask-again' : 'invitation.ask-long',
        ),
        edit: link(ACCOUNT_PAGES.editPerson, { personid: row.personid, ...back }),
        remove: row.stripeObject.relationship?.representative
          ? undefined
          : link(ACCOUNT_PAGES.deletePerson, { personid: row.personid, ...back }),
        back: link(ACCOUNT_PAGES.persons, { stripeid: row.stripeid, ...back }),
      },
    }
  },
})
