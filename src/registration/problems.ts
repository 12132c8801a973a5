/**
 * The sentences for mistakes: one for each kind of mistake, with the name of the question in it.
 *
 * @module
 */
import { ConnectError, type Problem } from '../core/errors.ts'
import { type FieldDefinition, inputsOf } from './fields/definition.ts'
import type { Refusal } from './fields/parse.ts'
import type { Questionnaire } from './questions.ts'
import type { Situation } from './situation.ts'

/** @param field the input with the mistake: a question may have several inputs */
export function problemAt(
  { messages }: Pick<Situation, 'messages'>,
  { kind, name, noun: whole }: FieldDefinition,
  field: string,
  { refusal, values }: Refusal,
): Problem {
  const side = field.endsWith('_back') ? 'back' : 'front'
  const isSide = kind === 'document' && field !== name
  const noun = isSide ? messages.text(`noun.${side}`, { noun: whole }) : whole
  return { code: `invalid-${field}`, field, message: messages.text(refusal, { noun, ...values }) }
}

/** Adds a sentence to each of Stripe's refusals that has none. */
export function inWords({ situation, questions }: Questionnaire, error: ConnectError): ConnectError {
  const problems = error.problems.map((problem) => {
    const { field, message } = problem
    const asked = questions.find(({ definition }) => field && inputsOf(definition).includes(field))
    if (message !== undefined || field === undefined || !asked) return problem
    const isFile = ['document', 'files'].includes(asked.definition.kind)
    const refusal = isFile ? 'refusal.upload-again' : 'refusal.check'
    return { ...problemAt(situation, asked.definition, field, { refusal }), code: problem.code }
  })
  return new ConnectError(error.code, {
    status: error.status,
    problems,
    message: error.message,
    cause: error.cause,
    ...(error.field !== undefined && { field: error.field }),
  })
}
