/**
 * The paging of every API list: `offset` and `limit`, or `all`.
 *
 * @module
 */
import { z } from 'zod'
import type { PageOfRows } from '../storage/storage.ts'

const wholeNumber = z.coerce
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)

/** Spread it into the query of a list route. A bad value is refused by name: `invalid-limit`. */
export const pagination = {
  offset: wholeNumber.optional().describe('how many to leave out, 0 when absent'),
  limit: wholeNumber
    .refine((limit) => limit >= 1 && limit <= 100)
    .optional()
    .describe('1 to 100, the page size of the configuration when absent'),
  all: z.coerce.string().optional().describe('any value but false: no limit'),
}

/**
 * @param pageSize rows when the caller gives no limit
 * @example
 * const rows = await payoutStore(storage).list({}, pageOf(query, config.pageSize))
 */
export function pageOf(
  query: { offset?: number | undefined; limit?: number | undefined; all?: string | undefined },
  pageSize: number,
): PageOfRows {
  const everything = query.all !== undefined && query.all !== '' && query.all !== 'false'
  return { offset: query.offset ?? 0, limit: everything ? undefined : (query.limit ?? pageSize) }
}
