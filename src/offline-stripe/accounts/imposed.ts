/**
 * Requirements that a test or the demo adds to those that follow from an account's data.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { hash, list, type Parameter, parameters, required, string, unsettable } from '../parameters.ts'
import { time } from '../time.ts'
import type { Demand, Dossier, ErrorCode, Imposed } from './dossier.ts'
import { valuesFor } from './facts.ts'
import { isUnanswered, noRequirements } from './requirements.ts'
import { reasonFor } from './verification/reasons.ts'

/** More than Stripe asks of anybody. Each requirement is looked for in each list. */
const SOME = { max: 100 }
const FIELDS = list(string(), SOME)
const PATHS = unsettable(FIELDS)
const ALTERNATIVES = unsettable(
  list(hash({ original_fields_due: required(FIELDS), alternative_fields_due: required(FIELDS) }), SOME),
)

interface Alternative {
  original_fields_due: string[]
  alternative_fields_due: string[]
}

/** The body of `POST /_offline-stripe/requirements`. A property that is left out or empty imposes nothing. */
interface ImposedInput {
  account: string
  alternatives?: Alternative[] | null
  /** Unix seconds. */
  current_deadline?: number
  currently_due?: string[] | null
  disabled_reason?: Imposed['disabled_reason']
  errors?: { code: ErrorCode; reason?: string; requirement: string }[] | null
  eventually_due?: string[] | null
  future_requirements?: {
    alternatives?: Alternative[] | null
    current_deadline?: number
    currently_due?: string[] | null
    eventually_due?: string[] | null
  }
  pending_verification?: string[] | null
}

export const imposedInput: (input: Record<string, unknown>) => ImposedInput = parameters({
  account: required(string()),
  alternatives: ALTERNATIVES,
  current_deadline: time(),
  currently_due: PATHS,
  disabled_reason: unsettable(openEnum<NonNullable<Imposed['disabled_reason']>>()),
  errors: unsettable(
    list(
      hash({ code: required(openEnum<ErrorCode>()), reason: string(), requirement: required(string()) }),
      SOME,
    ),
  ),
  eventually_due: PATHS,
  future_requirements: hash({
    alternatives: ALTERNATIVES,
    current_deadline: time(),
    currently_due: PATHS,
    eventually_due: PATHS,
  }),
  pending_verification: PATHS,
})

/** One of Stripe's enum values, or one that Stripe may add. */
function openEnum<T extends string>(): Parameter<T> {
  const parameter = string()
  return { read: (value, name) => parameter.read(value, name) as T }
}

export function nothingImposed(): Imposed {
  return {
    demands: [],
    disabled_reason: null,
    eventually_due: [],
    pending_verification: [],
  }
}

/**
 * The requirements that a call imposes; they replace all that were imposed before. `currently_due` and `errors` stay until the
 * value at their path changes, as verification's demands do. The rest stays until the next call, or until future requirements
 * become due.
 */
export function imposedBy(dossier: Dossier, input: ImposedInput): Imposed {
  const { alternatives, currently_due, errors, future_requirements: future } = input
  const paths = [...(currently_due ?? []), ...(errors ?? []).map(({ requirement }) => requirement)]
  const demandsAt = (requirement: string): Demand[] => {
    const demand = demandFor(dossier, requirement, alternatives)
    const about = (errors ?? []).filter((error) => error.requirement === requirement)
    if (about.length === 0) return [demand]
    return about.map(({ code, reason = reasonFor(code) }) => ({ ...demand, error: { code, reason } }))
  }
  return {
    demands: [...new Set(paths)].flatMap(demandsAt),
    disabled_reason: input.disabled_reason ?? null,
    eventually_due: input.eventually_due ?? [],
    pending_verification: input.pending_verification ?? [],
    ...(future && {
      future: {
        demands: [...new Set(future.currently_due)].map((path) =>
          demandFor(dossier, path, future.alternatives),
        ),
        eventually_due: future.eventually_due ?? [],
        current_deadline: future.current_deadline ?? null,
      },
    }),
  }
}

function demandFor(
  dossier: Dossier,
  requirement: string,
  alternatives: Alternative[] | null | undefined,
): Demand {
  const instead = alternatives?.find(({ original_fields_due }) => original_fields_due.includes(requirement))
  const alternative = instead?.alternative_fields_due ?? []
  return { requirement, alternative, values: valuesFor(dossier, requirement, alternative) }
}

/** The future requirements that are not answered yet. */
export function futureRequirements(dossier: Dossier): Stripe.Account.FutureRequirements {
  const { future } = dossier.row.secret.imposed
  if (!future) return noRequirements()
  const demands = future.demands.filter((demand) => isUnanswered(dossier, demand))
  return {
    ...noRequirements(),
    alternatives: demands
      .filter(({ alternative }) => alternative.length > 0)
      .map(({ requirement, alternative }) => ({
        original_fields_due: [requirement],
        alternative_fields_due: alternative,
      })),
    current_deadline: future.current_deadline,
    currently_due: demands.map(({ requirement }) => requirement),
    eventually_due: future.eventually_due,
  }
}

/**
 * Makes the future requirements with this deadline present ones, as far as they are not answered. Does nothing when others, or
 * none, were imposed since.
 *
 * @see https://docs.stripe.com/api/accounts/object#account_object-future_requirements-current_deadline
 */
export function bringFuture(dossier: Dossier, deadline: number): void {
  const { future, ...present } = dossier.row.secret.imposed
  if (future?.current_deadline !== deadline) return
  dossier.row.secret.imposed = {
    ...present,
    demands: [...present.demands, ...future.demands.filter((demand) => isUnanswered(dossier, demand))],
    eventually_due: [...present.eventually_due, ...future.eventually_due],
  }
}
