/**
 * Lists with cursors (https://docs.stripe.com/api/pagination) and with time ranges (`created[gte]`), as all of Stripe's lists
 * have them.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { invalidParameter, referenceMissing } from './errors.ts'
import { either, hash, integer, type Parameter, string, timestamp } from './parameters.ts'
import type { Store, Stored } from './resource-api.ts'

const DEFAULT_LIMIT = 10

/** The parameters of every list; spread them into the route's own. */
export const PAGE = {
  limit: integer({ min: 1, max: 100 }),
  starting_after: string(),
  ending_before: string(),
}

/** The place in a list that a caller asks for. */
export interface Cursor {
  limit?: number
  starting_after?: string
  ending_before?: string
}

/** One time, or the bounds of a range. */
export type TimeRange = number | { gt?: number; gte?: number; lt?: number; lte?: number }

/** `created=1` or `created[gte]=1&created[lt]=2`. */
export function timeRange(): Parameter<TimeRange> {
  const moment = timestamp()
  return either(moment, hash({ gt: moment, gte: moment, lt: moment, lte: moment }))
}

/** The first and the last second of a range, as far as it has one. */
function boundsOf(range: TimeRange | undefined): { from?: number; to?: number } {
  if (range === undefined) return {}
  if (typeof range === 'number') return { from: range, to: range }
  const { gt, gte, lt, lte } = range
  const starts = [gt === undefined ? undefined : gt + 1, gte].filter((time) => time !== undefined)
  const ends = [lt === undefined ? undefined : lt - 1, lte].filter((time) => time !== undefined)
  return {
    ...(starts.length > 0 && { from: Math.max(...starts) }),
    ...(ends.length > 0 && { to: Math.min(...ends) }),
  }
}

/** True without a range. */
export function inRange(time: number, range: TimeRange | undefined): boolean {
  if (range === undefined) return true
  if (typeof range === 'number') return time === range
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = range
  return time > gt && time >= gte && time < lt && time <= lte
}

/**
 * One page of a kind of object, newest first. Reads no more rows than the page needs, and none outside of `created`.
 *
 * @example
 * listStored(api.store, { kind: 'payout', noun: 'payout', account, url: '/v1/payouts', where: (row) => true }, input)
 */
export function listStored<T>(
  store: Store,
  from: {
    kind: string
    noun: string
    account: string | null
    url: string
    created?: TimeRange | undefined
    where?: (row: Stored<T>) => boolean
  },
  cursor: Cursor,
): Stripe.ApiList<T> {
  const exists = (id: string) => {
    const row = store.get(from.kind, id)
    return row !== undefined && (row.account ?? null) === from.account
  }
  const { beyond, oldestFirst, limit } = place(cursor, exists, from.noun)
  const found: T[] = []
  const options = {
    ...{ account: from.account, oldestFirst, ...boundsOf(from.created) },
    ...(beyond !== undefined && { beyond }),
  }
  for (const row of store.scan<T>(from.kind, options)) {
    if (from.where && !from.where(row)) continue
    found.push(row.object)
    if (found.length > limit) break
  }
  return pageOf(found, limit, oldestFirst, from.url)
}

/** One page of a short, sorted list in memory. */
export function listItems<T extends { id: string }>(
  items: readonly T[],
  from: { noun: string; url: string },
  cursor: Cursor,
): Stripe.ApiList<T> {
  const { beyond, oldestFirst, limit } = place(
    cursor,
    (id) => items.some((item) => item.id === id),
    from.noun,
  )
  const ordered = oldestFirst ? items.toReversed() : items
  const start = beyond === undefined ? 0 : ordered.findIndex((item) => item.id === beyond) + 1
  return pageOf(ordered.slice(start, start + limit + 1), limit, oldestFirst, from.url)
}

function place(
  { limit = DEFAULT_LIMIT, starting_after, ending_before }: Cursor,
  exists: (id: string) => boolean,
  noun: string,
): { beyond: string | undefined; oldestFirst: boolean; limit: number } {
  if (starting_after !== undefined && ending_before !== undefined) {
    throw invalidParameter('You can only specify one of these parameters: starting_after, ending_before.', {
      code: 'parameters_exclusive',
    })
  }
  const beyond = starting_after ?? ending_before
  const param = starting_after === undefined ? 'ending_before' : 'starting_after'
  if (beyond !== undefined && !exists(beyond)) throw referenceMissing(noun, beyond, param)
  return { beyond, oldestFirst: ending_before !== undefined, limit }
}

/** `found` holds one item more than the limit if there are more. */
function pageOf<T>(found: readonly T[], limit: number, oldestFirst: boolean, url: string): Stripe.ApiList<T> {
  const data = found.slice(0, limit)
  return { object: 'list', data: oldestFirst ? data.reverse() : data, has_more: found.length > limit, url }
}
