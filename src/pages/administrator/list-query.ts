/**
 * What a list page reads from its querystring. A value that makes no sense is left out rather than refused: these
 * addresses are bookmarked, typed and linked to.
 *
 * @module
 */
import { z } from 'zod'
import { address } from './addresses.ts'

/** A choice among known values; undefined when it is anything else, which an empty choice of a form is too. */
export const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values).optional().catch(undefined)

/** Something typed, trimmed; undefined when nothing is left. */
export const typed = z
  .string()
  .trim()
  .max(200)
  .transform((text) => text || undefined)
  .optional()
  .catch(undefined)

/** How many rows come before the page. */
export const offset = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)
  .default(0)
  .catch(0)

export interface Paging {
  /** The first and the last row shown, counted from 1. */
  from: number
  to: number
  total: number
  /** Addresses of the pages beside this one. */
  previous: string | undefined
  next: string | undefined
}

/** @returns undefined where one page holds everything */
export function paging(
  path: string,
  query: Record<string, string | undefined>,
  { offset, total, size }: { offset: number; total: number; size: number },
): Paging | undefined {
  if (total <= size && offset === 0) return undefined
  const at = (start: number) => address(path, { ...query, offset: start })
  return {
    from: Math.min(offset + 1, total),
    to: Math.min(offset + size, total),
    total,
    previous: offset > 0 ? at(Math.max(0, Math.min(offset, total) - size)) : undefined,
    next: offset + size < total ? at(offset + size) : undefined,
  }
}
