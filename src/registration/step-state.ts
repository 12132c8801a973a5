/**
 * How far each step of a registration is.
 *
 * @module
 */
import type { Field } from '../web/form-fields.ts'
import type { Step } from './form.ts'

/** `optional`: nothing is due yet, and nothing was answered. */
export type StepState = 'complete' | 'attention' | 'todo' | 'optional'

export function stateOf(step: Step): StepState {
  if (step.attention) return 'attention'
  if (!step.complete) return 'todo'
  return isUntouched(step) ? 'optional' : 'complete'
}

export function doneOf(steps: readonly Step[]): number {
  return steps.filter((step) => stateOf(step) === 'complete').length
}

/** Whether a step has questions and none has an answer. The bank account and the review have no questions. */
export function isUntouched({ groups }: Pick<Step, 'groups'>): boolean {
  const fields = groups.flatMap((group) => group.fields)
  return fields.length > 0 && !fields.some(isGiven)
}

export function isGiven(field: Field): boolean {
  return field.provided || Boolean(field.kind === 'date' ? field.parts?.year : field.value)
}
