import { z } from 'zod'
import { link } from './link.ts'

/** The id of the row behind which, or before which, the page of a long list is. Spread them into a query. */
export const beside = {
  after: z.string().max(255).optional().catch(undefined),
  before: z.string().max(255).optional().catch(undefined),
}

/** The number of rows before the page, from its querystring. An invalid value counts as 0. */
export const offset = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)
  .default(0)
  .catch(0)

/** What the pagination partial draws. */
export interface Pagination {
  /** Where the page is in the list; undefined where nobody counts that far. */
  position: { first: number; last: number; total: number } | undefined
  previous: string | undefined
  next: string | undefined
}

interface PagedList {
  offset: number
  limit: number
  total: number
  /** The list's own address, with its filters but without `offset`. */
  path: string
}

/** @returns a redirect to the last page when the list has become too short for this one */
export function pastTheEnd({ offset, limit, total, path }: PagedList): { redirect: string } | undefined {
  if (offset === 0 || offset < total) return undefined
  const last = Math.floor(Math.max(0, total - 1) / limit) * limit
  return { redirect: link(path, { offset: last || undefined }) }
}

/** @returns undefined when everything is on one page */
export function paginationOf(list: PagedList): Pagination | undefined {
  const { offset, limit, total, path } = list
  if (total <= limit && offset === 0) return undefined
  return {
    position: { first: Math.min(offset + 1, total), last: Math.min(offset + limit, total), total },
    previous: offset > 0 ? link(path, { offset: Math.max(0, offset - limit) || undefined }) : undefined,
    next: offset + limit < total ? link(path, { offset: offset + limit }) : undefined,
  }
}

interface LongList {
  after: string | undefined
  before: string | undefined
  /** The ids of the page's rows, and whether there are others on both sides. */
  page: { ids: readonly string[]; before: boolean; after: boolean }
  limit: number
  /** The list's own address, with its filters but without `after` and `before`. */
  path: string
}

/** @returns a redirect to the first page when the rows beside this one have gone, or fewer are left before it than fill a page */
export function besideNothing({
  after,
  before,
  page,
  limit,
  path,
}: LongList): { redirect: string } | undefined {
  const { length } = page.ids
  const isShort = after === undefined && before !== undefined && length < limit
  return (after !== undefined && length === 0) || isShort ? { redirect: path } : undefined
}

/** @returns undefined when everything is on one page */
export function paginationBeside({ page, path }: LongList): Pagination | undefined {
  const { ids, before, after } = page
  if (!before && !after) return undefined
  return {
    position: undefined,
    previous: before ? link(path, { before: ids[0] }) : undefined,
    next: after ? link(path, { after: ids.at(-1) }) : undefined,
  }
}
