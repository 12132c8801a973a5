import type { SelectQueryBuilder } from 'kysely'

export interface PageOfRows {
  offset: number
  /** Undefined for all rows. */
  limit: number | undefined
}

const ALL: PageOfRows = { offset: 0, limit: undefined }

/** Takes one page of a sorted query; without a page, everything. */
export function paged<DB, T extends keyof DB, O>(
  query: SelectQueryBuilder<DB, T, O>,
  { offset, limit }: PageOfRows = ALL,
): SelectQueryBuilder<DB, T, O> {
  if (offset === 0 && limit === undefined) return query
  // SQLite allows an offset only with a limit.
  return query.limit(limit ?? Number.MAX_SAFE_INTEGER).offset(offset)
}
