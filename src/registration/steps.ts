import type { Stripe } from 'stripe'
import { hasPeople } from '../accounts/has-people.ts'
import type { StripeAccountRow } from '../accounts/store/stripe-account-row.ts'
import { own } from '../core/own.ts'
import type { FieldGroup } from '../web/form-fields.ts'
import type { Attempt } from '../web/route.ts'
import { drawField } from './draw-field.ts'
import { type FieldDefinition, inputsOf } from './fields/definition.ts'
import { placeOfStep, STEPS, type Step, type StepId } from './form.ts'
import { askedIn, type Question, type Questionnaire } from './questions.ts'
import { announcedAt, askedAt, asksAtStripe, type Demands, dueAt, refusedAt } from './requirements.ts'
import type { Situation } from './situation.ts'

/** The steps of a registration. The posted step is drawn with what was typed in it. */
export function drawSteps(
  { stripeid, stripeObject }: StripeAccountRow,
  asked: Questionnaire,
  attempt: Attempt | undefined,
): Step[] {
  const { situation, questions, demands } = asked
  const { messages } = situation
  const draw = (id: StepId, rest: Pick<Step, 'groups' | 'complete' | 'attention'>): Step => ({
    id,
    ...placeOfStep(id, stripeid),
    title: messages.text(`step.${id}.title`),
    introduction:
      (hasPeople(stripeObject) && messages.maybe(`step.${id}.introduction.company`)) ||
      messages.text(`step.${id}.introduction`),
    ...rest,
  })
  return STEPS.flatMap((id) => {
    if (id === 'people') return hasPeople(stripeObject) ? [draw(id, peopleStep(demands))] : []
    if (id === 'bank-account') return [draw(id, bankStep(stripeObject, demands))]
    if (id === 'at-stripe') return asksAtStripe(demands).length > 0 ? [draw(id, stripeStep(demands))] : []
    if (id === 'review') return [draw(id, reviewStep(stripeObject, demands))]
    const shown = askedIn(id, questions)
    // Stripe asks for no document once it has verified the person. The steps they have seen keep their numbers.
    const isKept = id === 'document' && stripeObject.details_submitted
    return shown.length > 0 || isKept ? [draw(id, formStep(asked, shown, attempt))] : []
  })
}

/** The questions by group. The groups are in the order of their first questions, so names in kanji come early, as names do. */
export function byGroup(questions: readonly Question[]): Question[][] {
  const groups = new Set(questions.map(({ definition }) => definition.group))
  return [...groups].map((group) => questions.filter(({ definition }) => definition.group === group))
}

export type LegendOf = (group: FieldDefinition['group']) => string | undefined

/** Questions as fields, by group. They show what was typed if any of them was posted. */
export function drawGroups(
  situation: Situation,
  questions: readonly Question[],
  attempt: Attempt | undefined,
  legendOf: LegendOf,
): FieldGroup[] {
  const isPosted = questions.some(({ definition }) =>
    inputsOf(definition).some((input) => own(attempt?.values, input) !== undefined),
  )
  return byGroup(questions).map((asked) => ({
    legend: legendOf(asked[0]?.definition.group ?? 'main'),
    fields: asked.map((question) =>
      drawField(situation, question, isPosted ? attempt?.values : undefined, attempt?.problems),
    ),
  }))
}

function formStep(
  { situation, demands }: Questionnaire,
  questions: readonly Question[],
  attempt: Attempt | undefined,
): Pick<Step, 'groups' | 'complete' | 'attention'> {
  const deadlineRuns = demands.deadline !== undefined && questions.some(({ dated }) => dated)
  return {
    groups: drawGroups(situation, questions, attempt, (group) =>
      group === 'main' ? undefined : situation.messages.text(`group.${group}`),
    ),
    complete: !questions.some(({ due }) => due),
    attention: questions.some(({ refused }) => refused !== undefined) || deadlineRuns,
  }
}

function peopleStep(demands: Demands) {
  const refused = refusedAt(demands, 'people').length > 0
  return {
    groups: [],
    complete: dueAt(demands, 'people').length === 0,
    attention: refused || (demands.deadline !== undefined && askedAt(demands, 'people').length > 0),
  }
}

/** A payout to the bank account failed, or Stripe could not verify it: payouts stop until it is replaced. */
const UNUSABLE = ['errored', 'verification_failed']

function bankStep(account: Stripe.Account, demands: Demands) {
  const accounts = account.external_accounts?.data ?? []
  const unusable = accounts.some((external) => UNUSABLE.includes(external.status ?? ''))
  return {
    groups: [],
    complete: accounts.length > 0 && dueAt(demands, 'bank-account').length === 0,
    attention:
      unusable || demands.refused.has('external_account') || announcedAt(demands, 'bank-account').length > 0,
  }
}

function stripeStep(demands: Demands) {
  const refused = asksAtStripe(demands).some((path) => demands.refused.has(path))
  return {
    groups: [],
    complete: dueAt(demands, 'at-stripe').length === 0,
    attention: refused || demands.deadline !== undefined,
  }
}

function reviewStep(account: Stripe.Account, demands: Demands) {
  const accepted = Boolean(account.tos_acceptance?.date)
  const asked = dueAt(demands, 'review').length > 0
  const again = askedAt(demands, 'review').length > 0
  return { groups: [], complete: accepted && !asked, attention: accepted && again }
}
