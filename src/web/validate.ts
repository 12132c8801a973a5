/**
 * Checks input against a route's schema, and reports problems with the module's error codes.
 *
 * @module
 */
import type { z } from 'zod'
import { ConnectError } from '../core/errors.ts'
import type { FormValues } from './sent.ts'

/** More values than any of our forms or addresses has. Input with more is refused before it is parsed. */
export const MOST_VALUES = 1000

/**
 * Parses a form or a querystring. It replaces `+` first: Node takes many times as long for one as for a space.
 *
 * @see https://url.spec.whatwg.org/#urlencoded-parsing
 */
export function urlEncoded(text: string): URLSearchParams {
  return new URLSearchParams(text.includes('+') ? spaced(text) : text)
}

/** Replaces bytes, because a text with many signs to replace is put together from as many parts. */
function spaced(text: string): string {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += 1) if (bytes[at] === PLUS) bytes[at] = SPACE
  return bytes.toString()
}

const [PLUS, SPACE] = [0x2b, 0x20]

/** Keeps every value of a repeated name, so that a schema for one value refuses several. */
export function gatherValues(pairs: Iterable<readonly [string, string]>): FormValues {
  const gathered = new Map<string, string[]>()
  for (const [name, value] of pairs) {
    const values = gathered.get(name)
    if (values) values.push(value)
    else gathered.set(name, [value])
  }
  return Object.fromEntries(
    Array.from(gathered, ([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
  )
}

/**
 * @param text what a form posted
 * @throws ConnectError `request-too-large` (413)
 */
export function postedValues(text: string): FormValues {
  if (hasTooMany(text)) throw new ConnectError('request-too-large', { status: 413 })
  return gatherValues(urlEncoded(text))
}

/**
 * @param url as the request line has it, e.g. `/account?stripeid=acct_1`
 * @throws ConnectError `invalid-query`
 */
export function queryValues(url: string): FormValues {
  const start = url.indexOf('?')
  if (start < 0) return {}
  const text = url.slice(start)
  if (hasTooMany(text)) throw new ConnectError('invalid-query', { field: 'query' })
  return gatherValues(urlEncoded(text))
}

/** Whether a form or a querystring has more values than any route takes. */
export function hasTooMany(text: string): boolean {
  return text.split('&', MOST_VALUES + 1).length > MOST_VALUES
}

/**
 * @param whole names the whole input, for a mistake that is about none of its fields
 * @throws ConnectError with a problem `invalid-<name>` for each field that does not fit
 */
export function validate<T extends z.ZodType>(
  schema: T,
  input: unknown,
  whole: 'query' | 'body',
): z.output<T> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const names = new Set(
    result.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys' ? issue.keys : [issue.path.join('_')],
    ),
  )
  throw ConnectError.of(
    [...names].map((name) =>
      name ? { code: `invalid-${name}`, field: name } : { code: `invalid-${whole}`, field: whole },
    ),
  )
}
