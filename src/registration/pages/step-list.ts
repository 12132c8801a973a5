/**
 * The steps of a registration as pages list them, and the way from one to the next.
 *
 * @module
 */
import type { Field } from '../../web/form-fields.ts'
import { link } from '../../web/link.ts'
import type { Step, StepId } from '../form.ts'

export interface StepItem {
  id: StepId
  number: number
  title: string
  /** Undefined for what can no longer be changed: a review that is over. */
  path: string | undefined
  /** `optional`: nothing of it is due yet, and nothing of it was given. */
  state: 'complete' | 'attention' | 'todo' | 'optional'
  current: boolean
  /** The labels of what Stripe refused. */
  refused: string[]
  /** The labels of what is still asked for. */
  missing: string[]
}

export interface StepList {
  items: StepItem[]
  done: number
  total: number
  /** The one being worked on, counted from 1; undefined on pages about all of them. */
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
    refused: labels(step, (field) => field.error !== undefined),
    missing: labels(step, isMissing),
  }))
  return {
    items,
    done: items.filter((item) => item.state === 'complete').length,
    total: items.length,
    number: items.find((item) => item.current)?.number,
  }
}

/** The first step with something missing; the review is last and wants only consent. */
export function firstOpenStep(steps: readonly Step[]): Step | undefined {
  return steps.find((step) => step.kind !== 'review' && !step.complete)
}

/**
 * Where a person goes after a step. While they register for the first time that is the next in order that they have not
 * seen yet, what is optional included: a document that Stripe will want later is best given now.
 */
export function followingStep(steps: readonly Step[], step: StepId): Step | undefined {
  const rest = steps.slice(steps.findIndex(({ id }) => id === step) + 1)
  const wanted = rest.find((other) => other.kind !== 'review' && (!other.complete || isUntouched(other)))
  return (awaitsConsent(steps) ? wanted : undefined) ?? firstOpenStep(steps)
}

/** The person's consent is wanted: for the first time, or anew. */
export function awaitsConsent(steps: readonly Step[]): boolean {
  return steps.some((step) => step.kind === 'review' && !step.complete)
}

function stateOf(step: Step): StepItem['state'] {
  if (step.attention) return 'attention'
  if (!step.complete) return 'todo'
  return isUntouched(step) ? 'optional' : 'complete'
}

function labels(step: Step, matches: (field: Field) => boolean): string[] {
  return step.groups.flatMap((group) => group.fields.filter(matches).map((field) => field.fullLabel))
}

function isMissing(field: Field): boolean {
  return field.error === undefined && field.required && !isGiven(field)
}

function isGiven(field: Field): boolean {
  return field.provided || Boolean(field.kind === 'date' ? field.parts?.year : field.value)
}

/** True for questions of which none was answered; steps with pages of their own have none. */
function isUntouched({ groups }: Pick<Step, 'groups'>): boolean {
  const fields = groups.flatMap((group) => group.fields)
  return fields.length > 0 && !fields.some(isGiven)
}
