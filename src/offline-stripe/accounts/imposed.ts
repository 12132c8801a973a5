/**
 * Requirements that a test or the demo adds to those that follow from an account's data.
 *
 * @module
 */
import {
  hash,
  list,
  type Parameter,
  parameters,
  required,
  string,
  timestamp,
  unsettable,
} from '../parameters.ts'
import type { Demand, Dossier, ErrorCode, Imposed } from './dossier.ts'
import { valuesFor } from './facts.ts'
import { reasonFor } from './verification/reasons.ts'

const PATHS = unsettable(list(string()))
const ALTERNATIVES = unsettable(
  list(
    hash({ original_fields_due: required(list(string())), alternative_fields_due: required(list(string())) }),
  ),
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
  current_deadline: timestamp(),
  currently_due: PATHS,
  disabled_reason: unsettable(openEnum<NonNullable<Imposed['disabled_reason']>>()),
  errors: unsettable(
    list(hash({ code: required(openEnum<ErrorCode>()), reason: string(), requirement: required(string()) })),
  ),
  eventually_due: PATHS,
  future_requirements: hash({
    alternatives: ALTERNATIVES,
    current_deadline: timestamp(),
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
    future_requirements: {
      alternatives: [],
      current_deadline: null,
      currently_due: [],
      eventually_due: [],
    },
    pending_verification: [],
  }
}

/**
 * The requirements that a call imposes; they replace all that were imposed before. `currently_due` and `errors` stay until the
 * value at their path changes, as verification's demands do. The rest stays until the next call.
 */
export function imposedBy(dossier: Dossier, input: ImposedInput): Imposed {
  const { alternatives, currently_due, errors, future_requirements: future } = input
  const paths = [...(currently_due ?? []), ...(errors ?? []).map(({ requirement }) => requirement)]
  const demandsAt = (requirement: string): Demand[] => {
    const instead = alternatives?.find(({ original_fields_due }) => original_fields_due.includes(requirement))
    const alternative = instead?.alternative_fields_due ?? []
    const demand = { requirement, alternative, values: valuesFor(dossier, requirement, alternative) }
    const about = (errors ?? []).filter((error) => error.requirement === requirement)
    if (about.length === 0) return [demand]
    return about.map(({ code, reason = reasonFor(code) }) => ({ ...demand, error: { code, reason } }))
  }
  return {
    demands: [...new Set(paths)].flatMap(demandsAt),
    disabled_reason: input.disabled_reason ?? null,
    eventually_due: input.eventually_due ?? [],
    future_requirements: {
      alternatives: future?.alternatives ?? [],
      current_deadline: future?.current_deadline ?? null,
      currently_due: future?.currently_due ?? [],
      eventually_due: future?.eventually_due ?? [],
    },
    pending_verification: input.pending_verification ?? [],
  }
}
