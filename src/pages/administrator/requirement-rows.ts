/**
 * What an account owes and what Stripe says about it, as rows of one table.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { Translator } from '../../messages/translator.ts'

/** How pressing a requirement is, the most pressing first. */
const URGENCIES = ['past_due', 'currently_due', 'pending_verification', 'eventually_due'] as const
type Urgency = (typeof URGENCIES)[number]

export interface RequirementRow {
  /** Stripe's path, e.g. `individual.verification.document`. */
  requirement: string
  urgency: Urgency
  /** When it must be given; undefined when Stripe has named no day. */
  deadline: Date | undefined
  /** What was wrong with what was given, in words. */
  errors: string[]
}

/**
 * Every requirement once, under the most pressing list that it is in.
 *
 * @param requirements `requirements` or `future_requirements` of an account
 */
export function requirementRows(
  requirements: Stripe.Account.Requirements | Stripe.Account.FutureRequirements | null | undefined,
  messages: Translator,
): RequirementRow[] {
  if (!requirements) return []
  const deadline = requirements.current_deadline ? new Date(requirements.current_deadline * 1000) : undefined
  const rows = new Map<string, RequirementRow>()
  for (const urgency of URGENCIES)
    for (const requirement of requirements[urgency] ?? [])
      if (!rows.has(requirement))
        rows.set(requirement, {
          requirement,
          urgency,
          deadline: urgency === 'currently_due' ? deadline : undefined,
          errors: (requirements.errors ?? [])
            .filter((error) => error.requirement === requirement)
            .map(({ code, reason }) => messages.maybe(`requirement-error.${code}`) ?? reason),
        })
  return [...rows.values()]
}
