import { z } from 'zod'
import { findOwnAccount } from '../../accounts/find-own-account.ts'
import { ACCOUNT_PAGES } from '../../core/addresses.ts'
import { link } from '../../web/link.ts'
import { page } from '../../web/route.ts'
import { countryMinimum } from '../country-minimum.ts'
import { STEPS, type Step, type StepId } from '../form.ts'
import { askedIn } from '../questions.ts'
import { open, type Registration } from '../registration.ts'
import { answerFiles, fillsIn, saveStep } from '../save-step.ts'
import { stateOf } from '../step-state.ts'
import { forUs, TOKEN_INPUTS } from '../tokens/for-stripe.ts'
import { tokenPage } from '../tokens/token-page.ts'
import { filledNotice, sentAgain } from './drawn-form.ts'
import { closedPage, nextPage } from './next-page.ts'
import { stepNotice } from './notice.ts'
import { type StepQuery, stepQuery } from './query.ts'
import { firstOpenStep, stepList } from './step-list.ts'

/** The registration, one step at a time. Without `step` it leads to the first step with something missing. */
export const editStripeAccount = page({
  path: ACCOUNT_PAGES.edit,
  audience: 'user',
  query: stepQuery.extend({
    step: z.enum(STEPS).optional().catch(undefined),
  }),
  secrets: TOKEN_INPUTS,
  isForUs: forUs.account,
  async fileFields(context, { query }) {
    const registration = open(context, await findOwnAccount(context, query.stripeid))
    return answerFiles(registration, postedStep(registration, query.step))
  },
  async load(context, { query, attempt }) {
    const row = await findOwnAccount(context, query.stripeid)
    const closed = closedPage(context, row, query['return-url'])
    if (closed) return closed
    const minimum = await countryMinimum(context.services, row.stripeObject)
    const registration = open(context, row, attempt, minimum)
    const back = { 'return-url': query['return-url'], from: query.from }
    const step = query.step ? registration.step(query.step) : firstToEdit(registration.steps)
    if (!step) return { redirect: nextPage(registration, query.step ?? 'review', query, 'saved') }
    // Put the step in the address, so that a form left open always posts to its own step.
    if (!query.step && !attempt) return { redirect: link(step.path, { ...back, message: query.message }) }
    if (step.kind !== 'form') return { redirect: link(step.path, back) }
    const tokens = tokenPage(context, {
      about: 'account',
      step: step.id,
      account: row.stripeObject,
      minimum: [...minimum],
    })
    return {
      view: 'registration/edit-stripe-account',
      callsStripe: tokens !== undefined,
      data: {
        tokens,
        title: step.title,
        stripeid: row.stripeid,
        returnUrl: query['return-url'],
        ...stepNotice(context.messages, query.message, attempt),
        ...filledNotice(context, registration),
        problems: registration.problems(step),
        step,
        steps: stepList(registration.steps, query['return-url'], step.id),
        ...sentAgain(step.groups, registration.version(step.id), attempt),
        // Nothing is due here yet, and nothing was answered.
        skip: stateOf(step) === 'optional' ? skipTo(registration, step, query) : undefined,
      },
    }
  },
  async submit(context, { query, body, files }) {
    const row = await findOwnAccount(context, query.stripeid)
    const minimum = await countryMinimum(context.services, row.stripeObject)
    const registration = open(context, row, undefined, minimum)
    const step = postedStep(registration, query.step)
    const { asked } = registration
    if (fillsIn(asked, askedIn(step, asked.questions), body, files)) return { again: true }
    const saved = await saveStep(context, registration, step, body, files)
    // If nothing changed, the computed form is still right.
    const present = saved === row ? registration : open(context, saved)
    return { redirect: nextPage(present, step, query, 'saved') }
  },
})

/** Without `step` the address means the first open step. */
function postedStep({ steps }: Registration, step: StepId | undefined): StepId {
  return step ?? firstToEdit(steps)?.id ?? 'review'
}

/** First a step with something missing, then one that needs attention, then the first step. */
function firstToEdit(steps: readonly Step[]): Step | undefined {
  return firstOpenStep(steps) ?? steps.find(({ attention }) => attention) ?? steps[0]
}

/** @returns a path of ours: the page to go back to may be the app's */
function skipTo(registration: Registration, step: Step, query: StepQuery): string {
  const returnUrl = query['return-url']
  const next = nextPage(registration, step.id, query)
  return next === returnUrl
    ? link(ACCOUNT_PAGES.view, { stripeid: registration.row.stripeid, 'return-url': returnUrl })
    : next
}
