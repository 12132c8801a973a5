/**
 * An account's requirements and Stripe's errors about them, as rows of one table.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { lastDay } from '../../accounts/deadline.ts'
import type { Translator } from '../../messages/translator.ts'
import type { NamedRequirement } from '../../registration/index.ts'
import { fromSeconds } from '../../storage/columns.ts'

/** Stripe's lists of requirements, the most urgent first. */
const URGENCIES = ['past_due', 'currently_due', 'pending_verification', 'eventually_due'] as const
type Urgency = (typeof URGENCIES)[number]

export interface RequirementRow {
  /** As the form calls it; undefined when only Stripe has a name for it. */
  name: string | undefined
  /** Stripe's paths, e.g. `individual.dob.day`: all that one answer meets. */
  requirements: string[]
  urgency: Urgency
  /** The last day for what is currently due, or was for what is past due; undefined when Stripe set no deadline. */
  deadline: Date | undefined
  /** What was wrong with the answer, in sentences. */
  errors: string[]
}

/**
 * Each requirement once, with the most urgent of its lists, in the order of the form.
 *
 * @param requirements `requirements` or `future_requirements` of an account
 * @param nameOf gives the name of a requirement
 */
export function requirementRows(
  requirements: Stripe.Account.Requirements | Stripe.Account.FutureRequirements | null | undefined,
  now: Date,
  nameOf: (requirement: string) => NamedRequirement,
  messages: Translator,
): RequirementRow[] {
  if (!requirements) return []
  const { current_deadline } = requirements
  const deadline = current_deadline ? fromSeconds(current_deadline) : undefined
  const dated: Urgency = deadline && deadline < now ? 'past_due' : 'currently_due'
  const seen = new Set<string>()
  const rows = new Map<string, RequirementRow>()
  for (const urgency of URGENCIES)
    for (const { requirement, name } of inOrder(requirements[urgency] ?? [], nameOf)) {
      if (seen.has(requirement)) continue
      seen.add(requirement)
      // A name may stand for two things, e.g. the person's address and the company's, whose paths begin differently.
      const key = name === undefined ? requirement : `${urgency} ${ownerOf(requirement)} ${name}`
      const row = rows.get(key) ?? {
        name,
        requirements: [],
        urgency,
        deadline: deadline && urgency === dated ? lastDay(deadline, now) : undefined,
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

/** The first part of a path, e.g. `individual`. */
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
