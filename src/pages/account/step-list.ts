/**
 * The steps of a registration as pages list them, and the way from one to the next.
 *
 * @module
 */
import type { Field, Step, StepId } from '../../registration/form.ts'
import { link } from '../link.ts'
import { PATHS } from './paths.ts'

export interface StepItem {
  id: StepId
  number: number
  title: string
  /** Undefined for what can no longer be changed: a review that is over. */
  path: string | undefined
  state: 'complete' | 'attention' | 'todo'
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

/** Where a step is worked on. */
export function stepPath(
  step: StepId,
  query: { stripeid: string; 'return-url': string | undefined },
): string {
  if (step === 'bank-account') return link(PATHS.bank, query)
  if (step === 'review') return link(PATHS.submit, query)
  return link(PATHS.edit, { ...query, step })
}

export function stepList(
  steps: readonly Step[],
  query: { stripeid: string; 'return-url': string | undefined },
  current?: StepId,
): StepList {
  const items = steps.map((step, index) => ({
    id: step.id,
    number: index + 1,
    title: step.title,
    path: step.id === 'review' && step.complete ? undefined : stepPath(step.id, query),
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
  return steps.find((step) => step.id !== 'review' && !step.complete)
}

/** The person's consent is wanted: for the first time, or anew. */
export function awaitsConsent(steps: readonly Step[]): boolean {
  return steps.some((step) => step.id === 'review' && !step.complete)
}

function stateOf(step: Step): StepItem['state'] {
  if (step.attention) return 'attention'
  return step.complete ? 'complete' : 'todo'
}

function labels(step: Step, matches: (field: Field) => boolean): string[] {
  return step.groups.flatMap((group) => group.fields.filter(matches).map((field) => field.label))
}

function isMissing(field: Field): boolean {
  const answered = field.kind === 'date' ? field.parts?.year : field.value
  return field.error === undefined && field.required && !field.provided && !answered
}
