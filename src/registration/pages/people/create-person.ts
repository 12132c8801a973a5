import { randomUUID } from 'node:crypto'
import { ACCOUNT_PAGES } from '../../../core/addresses.ts'
import { link } from '../../../web/link.ts'
import { textOf } from '../../../web/posted.ts'
import { problemSummary } from '../../../web/problem-summary.ts'
import { page } from '../../../web/route.ts'
import { createPerson as create, newPersonGroup } from '../../people/create-person.ts'
import { companyAccount, companyOf } from '../../people/find-person.ts'
import { colleagues } from '../../people/person-form.ts'
import { forUs, TOKEN_INPUTS } from '../../tokens/for-stripe.ts'
import { tokenPage } from '../../tokens/token-page.ts'
import { closedPage } from '../next-page.ts'
import { accountQuery } from '../query.ts'

/** Asks what somebody is in the company, since Stripe asks for the rest by that. */
export const createPerson = page({
  path: ACCOUNT_PAGES.createPerson,
  audience: 'user',
  query: accountQuery,
  secrets: TOKEN_INPUTS,
  isForUs: forUs.person,
  async load(context, { query, attempt }) {
    const row = await companyAccount(context, query.stripeid)
    const closed = closedPage(context, row, query['return-url'])
    if (closed) return closed
    const company = await companyOf(context, row)
    const group = newPersonGroup(context, company, attempt)
    const tokens = tokenPage(context, {
      about: 'new-person',
      account: row.stripeObject,
      people: colleagues(company),
    })
    return {
      view: 'registration/people/create-person',
      callsStripe: tokens !== undefined,
      data: {
        tokens,
        title: context.messages.text('person.create-title'),
        problems: problemSummary(context.messages, [group], attempt?.problems),
        groups: [group],
        isFirst: company.people.length === 0,
        // One id per form, so that a form sent twice adds one person.
        operation: attempt?.values.operation ?? randomUUID(),
        back: link(ACCOUNT_PAGES.persons, { stripeid: row.stripeid, 'return-url': query['return-url'] }),
      },
    }
  },
  async submit(context, { query, body }) {
    const row = await companyAccount(context, query.stripeid)
    const operation = textOf(body.operation) || randomUUID()
    const { personid } = await create(context, await companyOf(context, row), body, operation)
    return {
      redirect: link(ACCOUNT_PAGES.editPerson, {
        personid,
        message: 'person-added',
        'return-url': query['return-url'],
      }),
    }
  },
})
