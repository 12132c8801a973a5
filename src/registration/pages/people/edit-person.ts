import { ACCOUNT_PAGES } from '../../../core/addresses.ts'
import { link } from '../../../web/link.ts'
import { page } from '../../../web/route.ts'
import { findOwnPerson } from '../../people/find-person.ts'
import { colleagues, filledAlone, openPerson } from '../../people/person-form.ts'
import { shownToSeller } from '../../people/represent.ts'
import { personFiles, savePerson } from '../../people/save-person.ts'
import { fillsIn } from '../../save-step.ts'
import { forUs, TOKEN_INPUTS } from '../../tokens/for-stripe.ts'
import { tokenPage } from '../../tokens/token-page.ts'
import { filledNotice, sentAgain } from '../drawn-form.ts'
import { closedPage } from '../next-page.ts'
import { noticeText } from '../notice.ts'
import { personQuery } from '../query.ts'
import { nameOf } from './company-view.ts'

/** What Stripe asks about somebody of a company, on one page. */
export const editPerson = page({
  path: ACCOUNT_PAGES.editPerson,
  audience: 'user',
  query: personQuery,
  secrets: TOKEN_INPUTS,
  isForUs: forUs.person,
  async fileFields(context, { query }) {
    const { company, person } = await findOwnPerson(context, query.personid)
    return personFiles(openPerson(context, company, person))
  },
  async load(context, { query, attempt }) {
    const { company, person } = await findOwnPerson(context, query.personid)
    const closed = closedPage(context, company.account, query['return-url'])
    if (closed) return closed
    const { messages } = context
    const form = openPerson(context, company, person, attempt)
    const { groups } = form
    const tokens = tokenPage(context, {
      about: 'person',
      part: form.part,
      account: company.account.stripeObject,
      person: shownToSeller(person.stripeObject, company),
      people: colleagues(company, person.personid),
    })
    return {
      view: 'registration/people/edit-person',
      callsStripe: tokens !== undefined,
      data: {
        tokens,
        title: messages.text('person.edit-title', { name: nameOf(messages, form) }),
        lead: messages.text(
          filledAlone(company, person.personid) ? 'invitation.private' : 'person.edit-lead',
        ),
        notice: attempt ? undefined : noticeText(messages, query.message),
        ...filledNotice(context, form),
        problems: form.problems,
        groups,
        ...sentAgain(groups, form.version, attempt),
        back: link(ACCOUNT_PAGES.persons, {
          stripeid: person.stripeid,
          'return-url': query['return-url'],
        }),
      },
    }
  },
  async submit(context, { query, body, files }) {
    const { company, person } = await findOwnPerson(context, query.personid)
    const form = openPerson(context, company, person)
    if (fillsIn(form.asked, form.questions, body, files)) return { again: true }
    await savePerson(context, form, body, files)
    return {
      redirect: link(ACCOUNT_PAGES.persons, {
        stripeid: person.stripeid,
        message: 'person-saved',
        'return-url': query['return-url'],
      }),
    }
  },
})
