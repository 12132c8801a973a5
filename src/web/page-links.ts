import { z } from 'zod'
import { link } from './link.ts'

/** The number of rows before the page, from its querystring. An invalid value counts as 0. */
export const offset = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)
  .default(0)
  .catch(0)

/** What the pagination partial draws. */
export interface Pagination {
  /** Counted from 1. */
  first: number
  last: number
  total: number
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
    first: Math.min(offset + 1, total),
    last: Math.min(offset + limit, total),
    total,
    previous: offset > 0 ? link(path, { offset: Math.max(0, offset - limit) || undefined }) : undefined,
    next: offset + limit < total ? link(path, { offset: offset + limit }) : undefined,
  }
}
