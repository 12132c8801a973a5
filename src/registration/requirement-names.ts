/**
 * What Stripe's requirements are called for whoever looks at an account from outside of its form: as the form calls them.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { Context } from '../context/context.ts'
import type { Translator } from '../messages/translator.ts'
import { catalogue } from './fields/catalogue.ts'
import { situationOf } from './situation.ts'
import { parseRequirement, placeOf } from './subject.ts'

/** What a requirement is called, and where among the others it is asked for. */
export interface NamedRequirement {
  /** Those that one answer meets have one name; undefined where there are no words but Stripe's. */
  name: string | undefined
  place: number
}

/** After all that the form asks. */
const ELSEWHERE = ['external_account', 'business_type', 'company', 'tos_acceptance']

/**
 * @returns what names each requirement
 * @example
 * requirementNames(context, account)('individual.dob.day').name // 'Date of birth'
 */
export function requirementNames(
  context: Context,
  account: Stripe.Account,
): (requirement: string) => NamedRequirement {
  const { messages } = context
  const asked = new Map(
    catalogue(situationOf(context, account)).flatMap((definition, place) =>
      definition.requirements.map((requirement) => {
        const named = { name: definition.fullLabel, place }
        return [requirement, named] as const
      }),
    ),
  )
  return (path) => {
    const named = asked.get(path) ?? elsewhere(messages, path, asked.size)
    const { role, field } = parseRequirement(path)
    if (named.name !== undefined || placeOf(path) !== 'people') return named
    // A company's people are asked what a seller is.
    const known = asked.get(`individual.${field}`)
    if (!known) return named
    const ofTheirs = role && messages.maybe(`requirement.of.${role}`, { label: known.name })
    return { ...known, name: ofTheirs ?? known.name }
  }
}

/** What is answered on a page of its own, or by registering at all. */
function elsewhere(messages: Translator, requirement: string, after: number): NamedRequirement {
  const name = messages.maybe(`requirement.${requirement.replace(/^(tos_acceptance)\..*/, '$1')}`)
  const place = ELSEWHERE.indexOf(requirement.split('.', 1)[0] ?? '')
  return { name, place: name === undefined ? Number.POSITIVE_INFINITY : after + place }
}
