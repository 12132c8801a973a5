/**
 * The names of Stripe's requirements on pages other than the form, e.g. the administrator's: the labels of the form.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { hasPeople } from '../accounts/has-people.ts'
import type { Context } from '../context/context.ts'
import type { Translator } from '../messages/translator.ts'
import { stripeAsks } from './at-stripe.ts'
import { catalogue, ofAPerson } from './fields/catalogue.ts'
import { ownRoles } from './fields/roles.ts'
import { situationOf } from './situation.ts'
import { individualSubject, parseRequirement, placeOf } from './subject.ts'

/** The name of a requirement, and its place in the order of the form. */
export interface NamedRequirement {
  /** The same for all requirements that one answer meets; undefined when only Stripe has a name for it. */
  name: string | undefined
  place: number
}

/** Requirements that come after those of the form, in this order. */
const ELSEWHERE = ['external_account', 'company', 'tos_acceptance']

/**
 * @returns a function that gives the name of a requirement
 * @example
 * requirementNames(context, account)('individual.dob.day').name // 'Date of birth'
 */
export function requirementNames(
  context: Context,
  account: Stripe.Account,
): (requirement: string) => NamedRequirement {
  const { messages } = context
  const situation = situationOf(context, account)
  // A company's people get the same questions as an individual.
  const ofPeople = hasPeople(account)
    ? [individualSubject(situation)].flatMap((person) => [...ofAPerson(person), ...ownRoles(person)])
    : []
  const asked = new Map(
    [...ofPeople, ...catalogue(situation)].flatMap((definition, place) =>
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
    const known = asked.get(`individual.${field}`)
    if (!known) return named
    const ofTheirs = role && messages.maybe(`requirement.of.${role}`, { label: known.name })
    return { ...known, name: ofTheirs ?? known.name }
  }
}

/** Names a requirement that has its own page. */
function elsewhere(messages: Translator, requirement: string, after: number): NamedRequirement {
  if (placeOf(requirement) === 'at-stripe')
    return { name: stripeAsks(messages, requirement), place: after + ELSEWHERE.length }
  const name = messages.maybe(`requirement.${requirement.replace(/^(tos_acceptance)\..*/, '$1')}`)
  const place = ELSEWHERE.indexOf(requirement.split('.', 1)[0] ?? '')
  return { name, place: name === undefined ? Number.POSITIVE_INFINITY : after + place }
}
