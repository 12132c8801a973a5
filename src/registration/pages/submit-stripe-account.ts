import { findOwnAccount } from '../../accounts/find-own-account.ts'
import { hasPeople } from '../../accounts/has-people.ts'
import type { StripeAccountRow } from '../../accounts/store/stripe-account-row.ts'
import type { SignedInContext } from '../../context/context.ts'
import { ACCOUNT_PAGES } from '../../core/addresses.ts'
import { link } from '../../web/link.ts'
import { textOf } from '../../web/posted.ts'
import { problemSummary } from '../../web/problem-summary.ts'
import { page } from '../../web/route.ts'
import { companyOf } from '../people/find-person.ts'
import { openPeople } from '../people/person-form.ts'
import { open } from '../registration.ts'
import { submitAccount } from '../submit-account.ts'
import { forUs, TOKEN_INPUTS } from '../tokens/for-stripe.ts'
import { tokenPage } from '../tokens/token-page.ts'
import { type Answer, answersOf } from './answers.ts'
import { bankAccounts } from './bank-accounts.ts'
import { closedPage } from './next-page.ts'
import { stepNotice } from './notice.ts'
import { nameOf, rolesText } from './people/company-view.ts'
import { accountQuery } from './query.ts'
import { awaitsConsent, firstOpenStep, stepList } from './step-list.ts'

/** The full service agreement. @see https://docs.stripe.com/connect/service-agreement-types#full */
const AGREEMENT = 'https://stripe.com/connect-account/legal/full'

/** All answers for the person to check, and the checkbox for their consent. */
export const submitStripeAccount = page({
  path: ACCOUNT_PAGES.submit,
  audience: 'user',
  query: accountQuery,
  secrets: TOKEN_INPUTS,
  isForUs: forUs.assent,
  async load(context, { query, attempt }) {
    const row = await findOwnAccount(context, query.stripeid)
    const closed = closedPage(context, row, query['return-url'])
    if (closed) return closed
    const { steps } = open(context, row)
    const back = { 'return-url': query['return-url'] }
    if (!awaitsConsent(steps))
      return { redirect: link(ACCOUNT_PAGES.view, { stripeid: row.stripeid, ...back }) }
    const people = hasPeople(row.stripeObject) ? await peopleOf(context, row) : []
    const openStep = firstOpenStep(steps)
    const problems = problemSummary(context.messages, [], attempt?.problems, openStep ? [] : ['consent'])
    const tokens = openStep
      ? undefined
      : tokenPage(context, { about: 'assent', account: { tos_shown_and_accepted: true } })
    return {
      view: 'registration/submit-stripe-account',
      callsStripe: tokens !== undefined,
      data: {
        tokens,
        title: context.messages.text('step.review.title'),
        ...stepNotice(context.messages, query.message, attempt),
        problems,
        consent: attempt?.values.consent === 'true',
        consentProblem: problems.find(({ target }) => target === 'consent')?.text,
        steps: stepList(steps, query['return-url'], 'review'),
        openStep: openStep && { title: openStep.title, path: link(openStep.path, back) },
        sections: steps
          .filter(({ kind }) => kind !== 'review' && kind !== 'at-stripe')
          .map((step) => ({
            title: step.title,
            path: link(step.path, { ...back, from: 'review' }),
            answers:
              step.kind === 'people'
                ? people
                : answersOf(
                    context.messages,
                    step.groups.flatMap(({ fields }) => fields),
                  ),
            banks: step.kind === 'bank-account' ? bankAccounts(context.messages, row.stripeObject) : [],
          })),
        agreement: AGREEMENT,
      },
    }
  },
  async submit(context, { query, body }) {
    const row = await findOwnAccount(context, query.stripeid)
    await submitAccount(context, row, { consent: body.consent === 'true', token: textOf(body.token) })
    return {
      redirect: link(ACCOUNT_PAGES.view, {
        stripeid: row.stripeid,
        message: 'submitted',
        'return-url': query['return-url'],
      }),
    }
  },
})

/** Who is in the company, and as what. */
async function peopleOf(context: SignedInContext, row: StripeAccountRow): Promise<Answer[]> {
  const { messages } = context
  const forms = await openPeople(context, await companyOf(context, row))
  return forms.map((form) => ({ label: nameOf(messages, form), value: rolesText(messages, form) }))
}
