/**
 * The list on top of a refused form: each thing that is wrong, linked to the input that it is about.
 *
 * @module
 */
import type { Problem } from '../core/errors.ts'
import type { Translator } from '../messages/translator.ts'
import type { Field, FieldGroup } from './form-fields.ts'

export interface SummaryItem {
  text: string
  /** The id of the input; undefined when it is about none on this page. */
  target: string | undefined
}

/**
 * Fields in the order of the page, whether this attempt or Stripe found them wrong, then what no field is about.
 *
 * @param groups what the page draws; a field's own `error` is its sentence
 * @param inputs ids of inputs that the page draws besides
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
