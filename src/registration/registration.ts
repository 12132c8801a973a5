/**
 * The registration of one account.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import type { StripeAccountRow } from '../accounts/store/stripe-account-row.ts'
import type { Context } from '../context/context.ts'
import { problemSummary, type SummaryItem } from '../web/problem-summary.ts'
import type { Attempt } from '../web/route.ts'
import { accountQuestions } from './account-questions.ts'
import { inBothScripts } from './both-scripts.ts'
import { dateParts } from './draw-field.ts'
import { catalogue } from './fields/catalogue.ts'
import type { FieldDefinition } from './fields/definition.ts'
import type { Step, StepId } from './form.ts'
import { type NextThing, nextThing } from './next-thing.ts'
import { askedIn, type Question, type Questionnaire } from './questions.ts'
import { reportUnmapped } from './report-unmapped.ts'
import { situationOf } from './situation.ts'
import { byGroup, drawSteps } from './steps.ts'

/**
 * Computes an account's form, once for everything that a request needs of it.
 *
 * @param attempt what was posted and refused; its step shows these answers instead of Stripe's
 * @param minimum what Stripe asks again when it is emptied, for who shows or reads the form: `countryMinimum`
 * @example
 * const registration = open(context, row)
 * registration.steps.find((step) => !step.complete)?.path
 * registration.next.headline // 'Finish your registration'
 */
export function open(
  context: Context,
  row: StripeAccountRow,
  attempt?: Attempt,
  minimum?: ReadonlySet<string>,
): Registration {
  return new Registration(context, row, attempt, minimum)
}

export class Registration {
  readonly row: StripeAccountRow
  readonly #context: Context
  readonly #attempt: Attempt | undefined
  /** All questions the account may be asked, even if the form does not show them. */
  readonly asked: Questionnaire
  /** What the posted form left empty and is filled in, for the person to check. */
  readonly filled: readonly FieldDefinition[]
  #steps: readonly Step[] | undefined

  constructor(
    context: Context,
    row: StripeAccountRow,
    attempt: Attempt | undefined,
    minimum: ReadonlySet<string> | undefined,
  ) {
    this.row = row
    this.#context = context
    const situation = situationOf(context, row.stripeObject, minimum)
    this.asked = accountQuestions(situation, catalogue(situation))
    const completed = attempt && inBothScripts(this.asked.questions, attempt.values)
    this.#attempt = attempt && { ...attempt, ...completed }
    this.filled = completed?.filled ?? []
    reportUnmapped(context, row.stripeid, this.asked.questions)
  }

  /** The whole form. A form step without questions is left out; the bank account and the review always come last. */
  get steps(): readonly Step[] {
    this.#steps ??= drawSteps(this.row, this.asked, this.#attempt)
    return this.#steps
  }

  /** @returns undefined for a step that has no questions for this account */
  step(id: StepId): Step | undefined {
    return this.steps.find((step) => step.id === id)
  }

  /** The one thing the person should do next. */
  get next(): NextThing {
    return nextThing(this.#context, { row: this.row, steps: this.steps, asked: this.asked })
  }

  /** The problems of a step, for the top of its page. */
  problems({ groups }: Step): SummaryItem[] {
    return problemSummary(this.#context.messages, groups, this.#attempt?.problems)
  }

  /**
   * A hash of the answers a form was drawn with: another tab may change them before the form is sent.
   * Questions without an answer do not count, because Stripe may add questions at any time.
   */
  version(id: StepId): string {
    return versionOf(askedIn(id, this.asked.questions))
  }
}

/** A hash of the answers to these questions. */
export function versionOf(questions: readonly Question[]): string {
  const answers = byGroup(questions)
    .flat()
    .map(({ definition }) => [
      definition.name,
      definition.value,
      ...(definition.kind === 'date' ? Object.values(dateParts(definition, undefined)) : []),
    ])
    .filter(([, ...answer]) => answer.some(Boolean))
  return createHash('sha256').update(JSON.stringify(answers)).digest('base64url')
}
