import type { SignedInContext } from '../../../context/context.ts'
import { ACCOUNT_PAGES } from '../../../core/addresses.ts'
import { ConnectError } from '../../../core/errors.ts'
import { link } from '../../../web/link.ts'
import { problemSummary } from '../../../web/problem-summary.ts'
import { type Page, page } from '../../../web/route.ts'
import { allNamed, confirmGroup } from '../../people/confirm-group.ts'
import { companyAccount, companyOf } from '../../people/find-person.ts'
import { GROUPS, type Group, groupsOf, isConfirmed, membersOf, refusedGroup } from '../../people/groups.ts'
import { PROBLEM_OF_GROUP } from '../../people/people-problems.ts'
import { type Company, openPeople, type PersonForm } from '../../people/person-form.ts'
import { forUs, TOKEN_INPUTS } from '../../tokens/for-stripe.ts'
import { tokenPage } from '../../tokens/token-page.ts'
import { reasonOf } from '../../words.ts'
import { closedPage } from '../next-page.ts'
import { accountQuery } from '../query.ts'
import { GROUP_PAGES, incompleteOf, nameOf, rolesText } from './company-view.ts'

/** Shows who is in a group, for the person to say that nobody is missing. */
function submitGroup(group: Group): Page {
  return page({
    path: GROUP_PAGES[group],
    audience: 'user',
    query: accountQuery,
    secrets: TOKEN_INPUTS,
    isForUs: forUs.assent,
    async load(context, { query, attempt }) {
      const row = await companyAccount(context, query.stripeid)
      const returnUrl = query['return-url']
      const back = link(ACCOUNT_PAGES.persons, { stripeid: row.stripeid, 'return-url': returnUrl })
      const closed = closedPage(context, row, returnUrl)
      if (closed) return closed
      if (!groupsOf(row.stripeObject).includes(group) || isConfirmed(row.stripeObject, group))
        return { redirect: back }
      const { messages } = context
      const company = await companyOf(context, row)
      const forms = await formsOf(context, company, group)
      const names = incompleteOf(context, forms)
      const refused = refusedGroup(company.demands, group)
      const tokens =
        names.length > 0
          ? undefined
          : tokenPage(context, { about: 'assent', account: { company: allNamed(group) } })
      return {
        view: 'registration/people/submit-company-group',
        callsStripe: tokens !== undefined,
        data: {
          tokens,
          title: messages.text(`group.${group}.title`),
          problems: problemSummary(messages, [], attempt?.problems),
          group,
          refused: refused && reasonOf(messages, refused),
          members: forms.map((form) => ({
            name: nameOf(messages, form),
            roles: rolesText(messages, form),
            state: form.state,
            path: link(ACCOUNT_PAGES.editPerson, { personid: form.person.id, 'return-url': returnUrl }),
          })),
          incomplete:
            names.length > 0 ? messages.text('group.incomplete', { names: messages.list(names) }) : undefined,
          back,
        },
      }
    },
    async submit(context, { query, body }) {
      const row = await companyAccount(context, query.stripeid)
      const forms = await formsOf(context, await companyOf(context, row), group)
      const incomplete = incompleteOf(context, forms)
      if (incomplete.length > 0) throw new ConnectError(PROBLEM_OF_GROUP[group])
      await confirmGroup(context, row, group, body)
      return {
        redirect: link(ACCOUNT_PAGES.persons, {
          stripeid: row.stripeid,
          message: 'group-confirmed',
          'return-url': query['return-url'],
        }),
      }
    },
  })
}

function formsOf(context: SignedInContext, company: Company, group: Group): Promise<PersonForm[]> {
  return openPeople(context, company, membersOf(company.people, group))
}

export const companyGroups = GROUPS.map(submitGroup)
