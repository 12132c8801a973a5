import { ACCOUNT_PAGES } from '../../../core/addresses.ts'
import { page } from '../../../web/route.ts'
import { companyAccount, companyOf } from '../../people/find-person.ts'
import { open } from '../../registration.ts'
import { closedPage, nextPage } from '../next-page.ts'
import { stepNotice } from '../notice.ts'
import { stepQuery } from '../query.ts'
import { stepList } from '../step-list.ts'
import { companyView } from './company-view.ts'

/** A company's people, as a step of its registration. */
export const persons = page({
  path: ACCOUNT_PAGES.persons,
  audience: 'user',
  query: stepQuery,
  async load(context, { query }) {
    const row = await companyAccount(context, query.stripeid)
    const returnUrl = query['return-url']
    const closed = closedPage(context, row, returnUrl)
    if (closed) return closed
    const registration = open(context, row)
    const step = registration.step('people')
    const company = await companyView(context, await companyOf(context, row), returnUrl)
    return {
      view: 'registration/people/persons',
      data: {
        title: context.messages.text('step.people.title'),
        ...stepNotice(context.messages, query.message, undefined),
        steps: stepList(registration.steps, returnUrl, 'people'),
        company,
        complete: step?.complete === true,
        next: nextPage(registration, 'people', query),
      },
    }
  },
})
