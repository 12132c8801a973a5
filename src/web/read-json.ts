import { ConnectError } from '../core/errors.ts'
import { countValues, nestsDeeper } from '../core/nesting.ts'

/** Levels, of which no route takes more than three. */
const DEEPEST = 32

/** More than any route takes. */
const MOST_VALUES = 1000

/**
 * Reads JSON that somebody sent. What works through it afterwards may call itself for every level and takes time for every value.
 *
 * @throws ConnectError `invalid-body` (400), `request-too-large` (413) for more values than any route takes
 */
export function readJson(text: string): unknown {
  const value = parse(text)
  if (nestsDeeper(value, DEEPEST)) throw new ConnectError('invalid-body', { field: 'body' })
  if (countValues(value) > MOST_VALUES) throw new ConnectError('request-too-large', { status: 413 })
  return value
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ConnectError('invalid-body', { field: 'body', cause })
  }
}
