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
import { dateParts } from './draw-field.ts'
import type { Step, StepId } from './form.ts'
import { type NextThing, nextThing } from './next-thing.ts'
import { askedIn, type Questionnaire, questionnaire } from './questions.ts'
import { reportUnmapped } from './report-unmapped.ts'
import { situationOf } from './situation.ts'
import { byGroup, drawSteps } from './steps.ts'

/**
 * Computes the form of an account, once for all that a request asks about it.
 *
 * @param attempt what was posted and refused; its step shows that instead of what Stripe has
 * @example
 * const registration = open(context, row)
 * registration.steps.find((step) => !step.complete)?.path
 * registration.next.sentence // 'Go on with “Address” to finish your registration.'
 */
export function open(context: Context, row: StripeAccountRow, attempt?: Attempt): Registration {
  return new Registration(context, row, attempt)
}

export class Registration {
  readonly row: StripeAccountRow
  readonly #context: Context
  readonly #attempt: Attempt | undefined
  /** Everything that may be asked of the account, whether or not the form shows it. */
  readonly asked: Questionnaire
  #steps: readonly Step[] | undefined

  constructor(context: Context, row: StripeAccountRow, attempt: Attempt | undefined) {
    this.row = row
    this.#context = context
    this.#attempt = attempt
    this.asked = questionnaire(situationOf(context, row.stripeObject))
    reportUnmapped(context, row.stripeid, this.asked.questions)
  }

  /** The whole form. A step without a question is left out; the bank account and the review always come last. */
  get steps(): readonly Step[] {
    this.#steps ??= drawSteps(this.row, this.asked, this.#attempt)
    return this.#steps
  }

  /** @returns undefined for a step that asks nothing of this account */
  step(id: StepId): Step | undefined {
    return this.steps.find((step) => step.id === id)
  }

  /** The one thing that the person should do next. */
  get next(): NextThing {
    return nextThing(this.#context, { row: this.row, steps: this.steps, demands: this.asked.demands })
  }

  /** What is wrong with a step, for the top of its page. */
  problems({ groups }: Step): SummaryItem[] {
    return problemSummary(this.#context.messages, groups, this.#attempt?.problems)
  }

  /**
   * What a form carries to say which answers it was drawn with: another tab may have changed them by the time it is sent.
   * Questions without an answer do not count, as Stripe may ask new ones at any time.
   */
  version(id: StepId): string {
    const answers = byGroup(askedIn(id, this.asked.questions))
      .flat()
      .map(({ definition }) => [
        definition.name,
        definition.value,
        ...(definition.kind === 'date' ? Object.values(dateParts(definition, undefined)) : []),
      ])
      .filter(([, ...answer]) => answer.some(Boolean))
    return createHash('sha256').update(JSON.stringify(answers)).digest('base64url')
  }
}
