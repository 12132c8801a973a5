/**
 * Reads JSON that somebody sent. Its depth and its size are looked at first: what works through it afterwards calls itself
 * for every level, and takes time for every value.
 *
 * @module
 */
import { ConnectError } from '../../errors.ts'

/** Levels, of which no route takes more than three. */
const DEEPEST = 32

/** Values and names, more than any route takes. */
const MOST_VALUES = 1000

/** @throws ConnectError `invalid-body` (400), `request-too-large` (413) for more values than any route takes */
export function readJson(text: string): unknown {
  const { depth, values } = measure(text)
  if (depth > DEEPEST) throw new ConnectError('invalid-body', { field: 'body' })
  if (values > MOST_VALUES) throw new ConnectError('request-too-large', { status: 413 })
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ConnectError('invalid-body', { field: 'body', cause })
  }
}

/** How deep it goes and how many values it has, for text that is JSON. */
function measure(text: string): { depth: number; values: number } {
  let [level, depth, values, isText] = [0, 0, 1, false]
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]
    if (sign === '"') isText = !isText
    else if (isText && sign === '\\') at += 1
    else if (isText) continue
    else if (sign === ',') values += 1
    else if (sign === ']' || sign === '}') level -= 1
    else if (sign === '[' || sign === '{') {
      level += 1
      values += 1
      depth = Math.max(depth, level)
    }
  }
  return { depth, values }
}
