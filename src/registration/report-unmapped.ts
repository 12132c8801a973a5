import type { Context } from '../context/context.ts'
import type { Question } from './questions.ts'

/** Requirements that were logged already: forms are drawn all the time, and one line per requirement is enough. */
const reported = new Set<string>()

/** Logs the requirements that the catalogue has no question for. */
export function reportUnmapped({ log }: Context, stripeid: string, questions: readonly Question[]): void {
  const requirements = questions
    .filter(({ unmapped }) => unmapped)
    .map(({ definition }) => definition.requirements[0])
    .filter((requirement) => !reported.has(requirement))
  if (requirements.length === 0) return
  for (const requirement of requirements) reported.add(requirement)
  log.warn({ stripeid, requirements }, 'Stripe asks for what the form has no words for')
}
