/**
 * Checks what was sent against a route's schema, in the words of the module's errors.
 *
 * @module
 */
import type { z } from 'zod'
import { ConnectError } from '../../errors.ts'
import type { FormValues } from '../../route.ts'

/** Every value of a name that is repeated, so that a schema asking for one refuses several. */
export function gatherValues(pairs: Iterable<readonly [string, string]>): FormValues {
  const gathered = new Map<string, string | string[]>()
  for (const [name, value] of pairs) {
    const known = gathered.get(name)
    gathered.set(name, known === undefined ? value : [known, value].flat())
  }
  return Object.fromEntries(gathered)
}

/** @param url as the request line has it, e.g. `/account?stripeid=acct_1` */
export function queryValues(url: string): FormValues {
  const start = url.indexOf('?')
  return start < 0 ? {} : gatherValues(new URLSearchParams(url.slice(start)))
}

/**
 * @param whole the name of the input as a whole, for a mistake that is not about one of its fields
 * @throws ConnectError with a problem `invalid-<name>` for each field that does not fit
 */
export function validate<T extends z.ZodType>(
  schema: T,
  input: unknown,
  whole: 'query' | 'body',
): z.output<T> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const names = new Set(result.error.issues.map((issue) => issue.path.join('_')))
  throw ConnectError.of(
    [...names].map((name) =>
      name ? { code: `invalid-${name}`, field: name } : { code: `invalid-${whole}`, field: whole },
    ),
  )
}
