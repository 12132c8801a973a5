/**
 * The refusals of an API route by their status, as `openapi.json` describes them.
 *
 * @module
 */
import { IDENTIFIERS } from '../../core/errors.ts'
import { commonErrorsOf } from '../common-errors.ts'
import type { Statuses } from '../feature.ts'
import { jsonSchema } from '../json-schema.ts'
import type { ApiRoute } from '../route.ts'

/** The codes of one status. */
export interface Refusals {
  /** What the route itself may say. */
  own: readonly string[]
  /** What any route like it may say. */
  common: readonly string[]
  /** It may also name an input that the declaration does not: Stripe refuses a value, or the route knows no such input. */
  isOpen: boolean
}

const NOT_FOUND = new Set<string>(IDENTIFIERS.map((name) => `invalid-${name}`))

/** @param statuses those of the features */
export function refusalsOf(route: ApiRoute, statuses: Statuses): ReadonlyMap<number, Refusals> {
  const gathered = new Map<number, { own: Set<string>; common: Set<string> }>()
  const at = (status: number) => {
    const found = gathered.get(status) ?? { own: new Set(), common: new Set() }
    gathered.set(status, found)
    return found
  }
  for (const [code, status] of commonErrorsOf(route)) at(status).common.add(code)
  for (const code of route.errors) {
    // A name in angle brackets stands for many.
    if (code.includes('<')) continue
    const usual = NOT_FOUND.has(code) ? [404] : [400]
    for (const status of statuses[code] ?? usual) at(status).own.add(code)
  }
  for (const name of inputsOf(route)) at(400).own.add(`invalid-${name}`)
  const inOrder = [...gathered].toSorted(([one], [other]) => one - other)
  return new Map(
    inOrder.map(([status, { own, common }]) => [
      status,
      { own: [...own], common: [...common], isOpen: status === 400 && route.method !== 'GET' },
    ]),
  )
}

/** The names of everything in the querystring and the body. */
function inputsOf({ query, body }: ApiRoute): string[] {
  const posted = body ? Object.keys(jsonSchema(body, 'input').properties ?? {}) : []
  return [...Object.keys(query.shape), ...posted]
}
