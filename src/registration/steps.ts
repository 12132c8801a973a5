import type { Stripe } from 'stripe'
import type { Context } from '../context/context.ts'
import type { Problem } from '../core/errors.ts'
import { own } from '../core/own.ts'
import type { FieldGroup } from '../web/form-fields.ts'
import type { FormValues } from '../web/route.ts'
import { bankStep, reviewStep } from './closing-steps.ts'
import { drawField } from './draw-field.ts'
import { inputsOf } from './fields/definition.ts'
import type { Step, StepId } from './form.ts'
import { STEPS } from './form.ts'
import { type Question, type Questionnaire, questionnaire } from './questions.ts'
import { type Situation, situationOf } from './situation.ts'

/** What was posted and refused; drawn instead of what Stripe has. */
interface Attempted {
  values?: FormValues
  problems?: readonly Problem[]
}

/**
 * The whole form of an account, computed from what Stripe says is due. Steps without a question are left out; the bank
 * account and the review have pages of their own and so no fields here.
 *
 * @example
 * const open = registrationSteps(context, row.stripeObject).find((step) => !step.complete)
 */
export function registrationSteps(
  context: Context,
  account: Stripe.Account,
  attempt: Attempted = {},
): Step[] {
  const situation = situationOf(context, account)
  const asked = questionnaire(situation)
  reportUnmapped(context, account, asked)
  return STEPS.flatMap((id) => {
    if (id === 'bank-account') return [bankStep(context, account, asked.demands)]
    if (id === 'review') return [reviewStep(context, account, asked.demands)]
    const questions = asked.questions.filter(({ shown, definition }) => shown && definition.step === id)
    return questions.length > 0 ? [formStep(situation, id, questions, asked, attempt)] : []
  })
}

/** Requirements that were reported already: forms are drawn all the time, and once is enough to learn of one. */
const reported = new Set<string>()

function reportUnmapped({ log }: Context, { id }: Stripe.Account, { questions }: Questionnaire): void {
  const requirements = questions
    .filter(({ unmapped }) => unmapped)
    .map(({ definition }) => definition.requirements[0])
    .filter((requirement) => !reported.has(requirement))
  if (requirements.length === 0) return
  for (const requirement of requirements) reported.add(requirement)
  log.warn({ stripeid: id, requirements }, 'Stripe asks for what the form has no words for')
}

function formStep(
  situation: Situation,
  id: StepId,
  questions: readonly Question[],
  { demands }: Questionnaire,
  attempt: Attempted,
): Step {
  const { messages } = situation
  // Only the step that was posted is drawn from what was typed.
  const values = attempt.values
  const posted =
    values &&
    questions.some(({ definition }) => inputsOf(definition).some((input) => own(values, input) !== undefined))
      ? values
      : undefined
  const complete = !questions.some(({ due }) => due)
  const deadlineRuns = demands.deadline !== undefined && questions.some(({ dated }) => dated)
  return {
    id,
    title: messages.text(`step.${id}.title`),
    introduction: messages.text(`step.${id}.introduction`),
    // In the order of the questions: names in kanji and kana come before what else is asked, as names do elsewhere.
    groups: [...new Set(questions.map(({ definition }) => definition.group))].map((group): FieldGroup => {
      const fields = questions
        .filter(({ definition }) => definition.group === group)
        .map((question) => drawField(situation, question, posted, attempt.problems))
      const legend = group === 'main' ? undefined : messages.text(`group.${group}`)
      return { legend, fields }
    }),
    complete,
    attention: questions.some(({ refused }) => refused !== undefined) || deadlineRuns,
  }
}
