/**
 * What Stripe's requirements are called for whoever looks at an account from outside of its form: as the form calls them.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { Context } from '../context.ts'
import type { Translator } from '../messages/translator.ts'
import { catalogue } from './fields/catalogue.ts'
import { fullLabel } from './fields/definition.ts'
import { situationOf } from './situation.ts'

/** Somebody of a company: by the id of the person, or by what they are to it as long as nobody is named. */
const SOMEBODY = /^(person_\w+|representative|owners|directors|executives)\./

/**
 * @returns names each requirement; undefined is what it has no words for. Those that one answer meets have one name.
 * @example
 * requirementNames(context, account)('individual.dob.day') // 'Date of birth'
 */
export function requirementNames(
  context: Context,
  account: Stripe.Account,
): (requirement: string) => string | undefined {
  const { messages } = context
  const labels = new Map(
    catalogue(situationOf(context, account)).flatMap((definition) =>
      definition.requirements.map((requirement) => [requirement, fullLabel(messages, definition)] as const),
    ),
  )
  return (requirement) => {
    const [, who] = SOMEBODY.exec(requirement) ?? []
    if (who === undefined) return labels.get(requirement) ?? elsewhere(messages, requirement)
    const label = labels.get(`individual${requirement.slice(who.length)}`)
    return (label && messages.maybe(`requirement.of.${who}`, { label })) ?? label
  }
}

/** What is answered on a page of its own. */
function elsewhere(messages: Translator, requirement: string): string | undefined {
  return messages.maybe(`requirement.${requirement.replace(/^(tos_acceptance)\..*/, '$1')}`)
}
