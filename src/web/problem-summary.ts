/**
 * The error summary at the top of a refused form: each error links to its input.
 *
 * @module
 */
import type { Problem } from '../core/errors.ts'
import type { Translator } from '../messages/translator.ts'
import type { Field, FieldGroup } from './form-fields.ts'

export interface SummaryItem {
  text: string
  /** The id of the input; undefined when the error is about no input on this page. */
  target: string | undefined
}

/**
 * Errors of fields come first, in the order of the page, whether this attempt or Stripe found them; then all other errors.
 *
 * @param groups the fields the page draws; a field's `error` is the sentence to show
 * @param inputs ids of the page's other inputs
 */
export function problemSummary(
  messages: Translator,
  groups: readonly FieldGroup[],
  problems: readonly Problem[] = [],
  inputs: readonly string[] = [],
): SummaryItem[] {
  const fields = groups.flatMap((group) => group.fields)
  const refused = fields.flatMap((field) =>
    field.error === undefined ? [] : [{ text: field.error, target: targetOf(field, problems) }],
  )
  const present = new Set([...inputs, ...fields.flatMap(inputsOf)])
  const covered = new Set(fields.filter((field) => field.error !== undefined).flatMap(namesOf))
  const elsewhere = problems
    .filter((problem) => problem.field === undefined || !covered.has(problem.field))
    .map((problem) => ({
      text: messages.problem(problem),
      target: problem.field !== undefined && present.has(problem.field) ? problem.field : undefined,
    }))
  return [...refused, ...elsewhere]
}

/** The ids of a field's inputs, in order. */
function inputsOf(field: Field): string[] {
  if (field.kind === 'date') return ['day', 'month', 'year'].map((part) => `${field.name}_${part}`)
  if (field.kind === 'document') return ['front', 'back'].map((side) => `${field.name}_${side}`)
  return [field.name]
}

const namesOf = (field: Field): string[] => [field.name, ...inputsOf(field)]

function targetOf(field: Field, problems: readonly Problem[]): string | undefined {
  const inputs = inputsOf(field)
  return inputs.find((input) => problems.some((problem) => problem.field === input)) ?? inputs[0]
}
