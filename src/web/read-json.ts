import { ConnectError } from '../core/errors.ts'
import { measureJson } from '../core/measure-json.ts'

/** Levels of nesting; no route takes more than three. */
const DEEPEST = 32

/** More than any route takes. */
const MOST_VALUES = 1000

/**
 * Parses JSON from outside, within limits: later code may recurse for every level and takes time for every value.
 *
 * @throws ConnectError `invalid-body` (400), `request-too-large` (413) for more values than any route takes
 */
export function readJson(text: string): unknown {
  const { depth, values } = measureJson(text)
  if (depth > DEEPEST) throw new ConnectError('invalid-body', { field: 'body' })
  if (values > MOST_VALUES) throw new ConnectError('request-too-large', { status: 413 })
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ConnectError('invalid-body', { field: 'body', cause })
  }
}
