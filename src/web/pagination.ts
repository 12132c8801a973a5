/**
 * The paging of every API list: `offset` and `limit`, or `all`.
 *
 * @module
 */
import { z } from 'zod'
import type { PageOfRows } from '../storage/storage.ts'

/** The most rows of one answer, unless all are asked for. */
const MOST = 100

/** Spread it into the query of a list route. A bad value is refused by name: `invalid-limit`. */
export const pagination = {
  offset: z.coerce
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .optional()
    .meta({ description: 'how many to leave out, 0 when absent', type: 'integer', minimum: 0 }),
  limit: z.coerce
    .string()
    .regex(/^\d+$/)
    .transform((limit) => Math.min(Number(limit), MOST))
    .refine((limit) => limit >= 1)
    .optional()
    .meta({
      description:
        'how many at most, the page size of the configuration when absent; more than 100 count as 100',
      ...{ type: 'integer', minimum: 1 },
    }),
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
