import { z } from 'zod'
import { findOwnAccount } from '../../accounts/find-own-account.ts'
import { ACCOUNT_PAGES } from '../../core/addresses.ts'
import { link } from '../../web/link.ts'
import { page } from '../../web/route.ts'
import { STEPS, type Step } from '../form.ts'
import { open, type Registration } from '../registration.ts'
import { saveStep } from '../save-step.ts'
import { stateOf } from '../step-state.ts'
import { closedPage, nextPage } from './next-page.ts'
import { stepNotice } from './notice.ts'
import { accountQuery } from './query.ts'
import { firstOpenStep, stepList } from './step-list.ts'

/** The registration, one step at a time. Without `step` it leads to the first step with something missing. */
export const editStripeAccount = page({
  path: ACCOUNT_PAGES.edit,
  audience: 'user',
  query: accountQuery.extend({
    step: z.enum(STEPS).optional().catch(undefined),
  }),
  // Without `step` the address means the first open step, which may be the one with files.
  takesFiles: ({ step }) => step === undefined || step === 'document',
  async load(context, { query, attempt }) {
    const row = await findOwnAccount(context, query.stripeid)
    const closed = closedPage(row, query['return-url'])
    if (closed) return closed
    const registration = open(context, row, attempt)
    const back = { 'return-url': query['return-url'] }
    const step = query.step ? registration.step(query.step) : firstToEdit(registration.steps)
    if (!step)
      return { redirect: nextPage(registration, query.step ?? 'review', query['return-url'], 'saved') }
    // Put the step in the address, so that a form left open always posts to its own step.
    if (!query.step && !attempt) return { redirect: link(step.path, { ...back, message: query.message }) }
    if (step.kind !== 'form') return { redirect: link(step.path, back) }
    return {
      view: 'registration/edit-stripe-account',
      data: {
        title: step.title,
        stripeid: row.stripeid,
        returnUrl: query['return-url'],
        ...stepNotice(context.messages, query.message, attempt),
        problems: registration.problems(step),
        step,
        // Keep the old version until the person has been told of a change from another tab.
        version:
          attempt && !attempt.problems.some(({ code }) => code === 'changed-elsewhere')
            ? attempt.values.version
            : registration.version(step.id),
        steps: stepList(registration.steps, query['return-url'], step.id),
        hasFiles: step.groups.some(({ fields }) =>
          fields.some(({ kind }) => kind === 'document' || kind === 'files'),
        ),
        chooseFilesAgain: attempt !== undefined,
        // Nothing is due here yet, and nothing was answered.
        skip: stateOf(step) === 'optional' ? skipTo(registration, step, query['return-url']) : undefined,
      },
    }
  },
  async submit(context, { query, body, files }) {
    const row = await findOwnAccount(context, query.stripeid)
    const registration = open(context, row)
    const step = query.step ?? firstToEdit(registration.steps)?.id ?? 'review'
    const saved = await saveStep(context, registration, step, body, files)
    // If nothing changed, the computed form is still right.
    const present = saved === row ? registration : open(context, saved)
    return { redirect: nextPage(present, step, query['return-url'], 'saved') }
  },
})

/** First a step with something missing, then one that needs attention, then the first step. */
function firstToEdit(steps: readonly Step[]): Step | undefined {
  return firstOpenStep(steps) ?? steps.find(({ attention }) => attention) ?? steps[0]
}

/** @returns a path of ours: the page to go back to may be the app's */
function skipTo(registration: Registration, step: Step, returnUrl: string | undefined): string {
  const next = nextPage(registration, step.id, returnUrl)
  return next === returnUrl
    ? link(ACCOUNT_PAGES.view, { stripeid: registration.row.stripeid, 'return-url': returnUrl })
    : next
}
