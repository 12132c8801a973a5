/**
 * What an account owes and what Stripe says about it, as rows of one table.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { Translator } from '../../messages/translator.ts'
import type { NamedRequirement } from '../../registration/index.ts'

/** How pressing a requirement is, the most pressing first. */
const URGENCIES = ['past_due', 'currently_due', 'pending_verification', 'eventually_due'] as const
type Urgency = (typeof URGENCIES)[number]

export interface RequirementRow {
  /** As the form calls it; undefined when there is no word but Stripe's. */
  name: string | undefined
  /** Stripe's paths, e.g. `individual.dob.day`: several that one answer meets. */
  requirements: string[]
  urgency: Urgency
  /** When it must be given; undefined when Stripe has named no day. */
  deadline: Date | undefined
  /** What was wrong with what was given, in words. */
  errors: string[]
}

/**
 * Every requirement once, under the most pressing list that it is in, in the order of the form.
 *
 * @param requirements `requirements` or `future_requirements` of an account
 * @param nameOf what a requirement is called
 */
export function requirementRows(
  requirements: Stripe.Account.Requirements | Stripe.Account.FutureRequirements | null | undefined,
  nameOf: (requirement: string) => NamedRequirement,
  messages: Translator,
): RequirementRow[] {
  if (!requirements) return []
  const deadline = requirements.current_deadline ? new Date(requirements.current_deadline * 1000) : undefined
  const seen = new Set<string>()
  const rows = new Map<string, RequirementRow>()
  for (const urgency of URGENCIES)
    for (const { requirement, name } of inOrder(requirements[urgency] ?? [], nameOf)) {
      if (seen.has(requirement)) continue
      seen.add(requirement)
      // The same words may be about two things, the address of the person and of the company: those share no beginning.
      const key = name === undefined ? requirement : `${urgency} ${ownerOf(requirement)} ${name}`
      const row = rows.get(key) ?? {
        name,
        requirements: [],
        urgency,
        deadline: urgency === 'currently_due' ? deadline : undefined,
        errors: [],
      }
      row.requirements.push(requirement)
      row.errors = [...new Set([...row.errors, ...errorsOf(requirements, requirement, messages)])]
      rows.set(key, row)
    }
  return [...rows.values()]
}

function inOrder(requirements: readonly string[], nameOf: (requirement: string) => NamedRequirement) {
  return requirements
    .map((requirement) => ({ requirement, ...nameOf(requirement) }))
    .toSorted((a, b) => (a.place === b.place ? 0 : a.place - b.place))
}

/** What a path begins with, e.g. `individual`. */
function ownerOf(requirement: string): string {
  return requirement.split('.', 1)[0] ?? requirement
}

function errorsOf(
  { errors }: Stripe.Account.Requirements | Stripe.Account.FutureRequirements,
  requirement: string,
  messages: Translator,
): string[] {
  return (errors ?? [])
    .filter((error) => error.requirement === requirement)
    .map(({ code, reason }) => messages.maybe(`requirement-error.${code}`) ?? reason)
}
