/**
 * The module's one error type, for everything that a person or a caller did wrong: a code that programs test, a status, and the
 * field it is about. Any other error is our own fault and answered with 500.
 *
 * @module
 */

/** One mistake in a request: what a form shows beside a field. */
export interface Problem {
  /** Stable and meant for programs, e.g. `invalid-country`. */
  code: string
  /** The name of the input it is about, e.g. `individual_dob_day`. */
  field?: string
  /** A sentence for the person, when the catalogue's sentence for the code is not precise enough. */
  message?: string
  /** Values for the placeholders of the catalogue's sentence. */
  values?: Record<string, string | number>
}

/**
 * @example
 * throw new ConnectError('invalid-country', { field: 'country' })
 * throw new ConnectError('invalid-stripeid', { status: 404 })
 */
export class ConnectError extends Error {
  readonly code: string
  /** HTTP status, 4xx, or 502/503 when Stripe or the database did not answer, or did not understand us. */
  readonly status: number
  readonly field: string | undefined
  /** Every mistake, the first being this error itself. */
  readonly problems: readonly Problem[]

  constructor(
    code: string,
    options: {
      status?: number
      field?: string
      message?: string
      values?: Problem['values']
      problems?: Problem[]
      cause?: unknown
    } = {},
  ) {
    super(options.message ?? code, { cause: options.cause })
    this.name = 'ConnectError'
    this.code = code
    this.status = options.status ?? 400
    this.field = options.field
    this.problems = options.problems ?? [
      {
        code,
        ...(options.field !== undefined && { field: options.field }),
        ...(options.message !== undefined && { message: options.message }),
        ...(options.values !== undefined && { values: options.values }),
      },
    ]
  }

  /**
   * Several mistakes at once, so that a person corrects them in one go.
   *
   * @param problems at least one; the first gives the error its code and field
   */
  static of(problems: Problem[], status = 400): ConnectError {
    const [first] = problems
    if (!first) throw new TypeError('an error needs at least one problem')
    return new ConnectError(first.code, {
      status,
      problems,
      ...(first.field !== undefined && { field: first.field }),
    })
  }
}

/** The names of ids in querystrings. */
export const IDENTIFIERS = ['stripeid', 'personid', 'payoutid', 'accountid', 'countryid'] as const

/**
 * The answer for an object that does not exist and for another person's, so that ids cannot be probed.
 *
 * @param name the identifier's name, e.g. `stripeid` gives `invalid-stripeid`
 */
export function notFound(name: (typeof IDENTIFIERS)[number]): ConnectError {
  return new ConnectError(`invalid-${name}`, { status: 404, field: name })
}
