/**
 * The steps of a registration as a list on a page, and which step comes next.
 *
 * @module
 */
import type { Field } from '../../web/form-fields.ts'
import { link } from '../../web/link.ts'
import type { Step, StepId } from '../form.ts'
import { doneOf, isGiven, isUntouched, type StepState, stateOf } from '../step-state.ts'

export interface StepItem {
  id: StepId
  number: number
  title: string
  /** Undefined for a finished review, which cannot be changed. */
  path: string | undefined
  state: StepState
  current: boolean
  /** The labels of answers that Stripe refused. */
  refused: string[]
  /** The labels of files that Stripe needs because it could not do without them. */
  toUpload: string[]
  /** The labels of questions that still need an answer. */
  missing: string[]
}

export interface StepList {
  items: StepItem[]
  done: number
  total: number
  /** The current step, counted from 1; undefined on a page that is not about one step. */
  number: number | undefined
}

export function stepList(steps: readonly Step[], returnUrl: string | undefined, current?: StepId): StepList {
  const items = steps.map((step, index) => ({
    id: step.id,
    number: index + 1,
    title: step.title,
    path: step.kind === 'review' && step.complete ? undefined : link(step.path, { 'return-url': returnUrl }),
    state: stateOf(step),
    current: step.id === current,
    refused: labels(step, (field) => field.error !== undefined && !isFileNeeded(field)),
    toUpload: labels(step, isFileNeeded),
    missing: labels(step, isMissing),
  }))
  return {
    items,
    done: doneOf(steps),
    total: items.length,
    number: items.find((item) => item.current)?.number,
  }
}

/** The first step with something missing, apart from the review, which needs only consent. */
export function firstOpenStep(steps: readonly Step[]): Step | undefined {
  return steps.find((step) => step.kind !== 'review' && !step.complete)
}

/**
 * Where a person goes after a step. Before they have given consent: to the next step that is incomplete or untouched, even
 * if it is optional, because a document that Stripe will ask for later is best uploaded now. Else to the first open step.
 */
export function followingStep(steps: readonly Step[], step: StepId): Step | undefined {
  const rest = steps.slice(steps.findIndex(({ id }) => id === step) + 1)
  const wanted = rest.find((other) => other.kind !== 'review' && (!other.complete || isUntouched(other)))
  return (awaitsConsent(steps) ? wanted : undefined) ?? firstOpenStep(steps)
}

/** Whether Stripe needs the person's consent, for the first time or again. */
export function awaitsConsent(steps: readonly Step[]): boolean {
  return steps.some((step) => step.kind === 'review' && !step.complete)
}

function labels(step: Step, matches: (field: Field) => boolean): string[] {
  return step.groups.flatMap((group) => group.fields.filter(matches).map((field) => field.fullLabel))
}

function isFileNeeded({ kind, error, provided }: Field): boolean {
  return error !== undefined && (kind === 'document' || kind === 'files') && !provided
}

function isMissing(field: Field): boolean {
  return field.error === undefined && field.required && !isGiven(field)
}
