import { plainField } from './fields/catalogue.ts'
import type { FieldDefinition } from './fields/definition.ts'
import { type Questionnaire, questionnaire } from './questions.ts'
import type { Situation } from './situation.ts'
import { accountSubject, placeOf } from './subject.ts'

/**
 * The questions about an account, without those about the people of a company.
 *
 * @param known the questions with their own wording
 */
export function accountQuestions(situation: Situation, known: readonly FieldDefinition[]): Questionnaire {
  const account = accountSubject(situation)
  return questionnaire(situation, {
    known,
    covers: (requirement) => placeOf(requirement) === 'form',
    plain: (requirement) => plainField(account, requirement),
  })
}
