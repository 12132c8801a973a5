import { link } from '../link.ts'

/** What the pagination partial draws. */
export interface Pagination {
  /** Counted from 1. */
  first: number
  last: number
  total: number
  previous: string | undefined
  next: string | undefined
}

/** @returns undefined when everything is on one page */
export function paginationOf(list: {
  offset: number
  limit: number
  total: number
  /** The list's own address, with its filters but without `offset`. */
  path: string
}): Pagination | undefined {
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
