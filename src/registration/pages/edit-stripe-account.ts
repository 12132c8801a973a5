import { z } from 'zod'
import { findOwnAccount } from '../../accounts/find-own-account.ts'
import { ACCOUNT_PAGES } from '../../core/addresses.ts'
import { link } from '../../web/link.ts'
import { problemSummary } from '../../web/problem-summary.ts'
import { page } from '../../web/route.ts'
import { STEPS, type Step, type StepId } from '../form.ts'
import { saveStep } from '../save-step.ts'
import { stepVersion } from '../step-version.ts'
import { registrationSteps } from '../steps.ts'
import { closedPage, nextPage } from './next-page.ts'
import { noticeText } from './notice.ts'
import { accountQuery } from './query.ts'
import { firstOpenStep, stepList, stepPath } from './step-list.ts'

/** The registration, one step at a time; without `step` the first one that still wants something. */
export const editStripeAccount = page({
  path: ACCOUNT_PAGES.edit,
  audience: 'user',
  query: accountQuery.extend({
    step: z.enum(STEPS).optional().catch(undefined),
  }),
  // Without a step, the first open one is meant, which may be this.
  takesFiles: ({ step }) => step === undefined || step === 'document',
  async load(context, { query, attempt }) {
    const row = await findOwnAccount(context, query.stripeid)
    const closed = closedPage(row, query['return-url'])
    if (closed) return closed
    const steps = registrationSteps(context, row.stripeObject, attempt)
    const wanted = query.step ?? firstToEdit(steps)
    // The address names the step, so that a form kept open is never taken for another step's.
    if (!query.step && !attempt)
      return { redirect: link(stepPath(wanted, pick(query)), { message: query.message }) }
    const step = steps.find(({ id }) => id === wanted)
    if (!step) return { redirect: nextPage(row, steps, wanted, query['return-url']) }
    if (!hasForm(step)) return { redirect: stepPath(step.id, pick(query)) }
    return {
      view: 'account/edit-stripe-account',
      data: {
        title: step.title,
        stripeid: row.stripeid,
        returnUrl: query['return-url'],
        notice: attempt ? undefined : noticeText(context.messages, query.message),
        problems: problemSummary(context.messages, step.groups, attempt?.problems),
        step,
        // Until the person was told of a change elsewhere, it is still to be found.
        version:
          attempt && !attempt.problems.some(({ code }) => code === 'changed-elsewhere')
            ? attempt.values.version
            : stepVersion(context, row.stripeObject, step.id),
        steps: stepList(steps, pick(query), step.id),
        hasFiles: step.groups.some(({ fields }) =>
          fields.some(({ kind }) => kind === 'document' || kind === 'files'),
        ),
        chooseFilesAgain: attempt !== undefined,
      },
    }
  },
  async submit(context, { query, body, files }) {
    const row = await findOwnAccount(context, query.stripeid)
    const step = query.step ?? firstToEdit(registrationSteps(context, row.stripeObject))
    const saved = await saveStep(context, row, step, body, files)
    return {
      redirect: nextPage(saved, registrationSteps(context, saved.stripeObject), step, query['return-url']),
    }
  },
})

/** What is missing comes before what Stripe looks at again, and that before what is done. */
function firstToEdit(steps: readonly Step[]): StepId {
  return (firstOpenStep(steps) ?? steps.find(({ attention }) => attention) ?? steps[0])?.id ?? 'review'
}

/** The bank account and the review have pages of their own. */
function hasForm(step: Step): boolean {
  return step.id !== 'bank-account' && step.id !== 'review'
}

function pick(query: { stripeid: string; 'return-url': string | undefined }) {
  return { stripeid: query.stripeid, 'return-url': query['return-url'] }
}
