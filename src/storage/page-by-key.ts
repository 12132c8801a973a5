/**
 * Pages of a long list, each found by a row of the page beside it: a page in the middle of a million rows costs what the first
 * costs. Counting rows from the start would read all before it.
 *
 * @module
 */
import { type SelectQueryBuilder, type SqlBool, sql } from 'kysely'
import type { DialectTraits } from './database.ts'

/** The most rows that are counted for a page: of more it says "more than". */
export const MOST_COUNTED = 1000

/** How many rows there are, for a sentence. */
export interface Counted {
  count: number
  /** Whether there are more, which nobody has counted. */
  more: boolean
}

/** @param count of rows of which at most `MOST_COUNTED + 1` were counted */
export function countedSome(count: number): Counted {
  return count > MOST_COUNTED ? { count: MOST_COUNTED, more: true } : { count, more: false }
}

/** Which page of a list: behind or before the row with that id; without one, the first. */
export interface PlaceInList {
  after?: string | undefined
  before?: string | undefined
  limit: number
}

/** How a list is sorted. An index of the tenant, `column` and `tie` has the order. */
export interface KeyOrder<Columns extends string> {
  column: Columns
  /** A column without two equal values. */
  tie: Columns
  /** Whether `column` may be null. Such rows come last in both directions. */
  nullable: boolean
  direction: 'ascending' | 'descending'
}

/** Which page: the first, or the one behind or before a row. */
export interface KeyPlace {
  /** The row's values of `column` and `tie`, as they were read; undefined for the first page. */
  from: { value: unknown; tie: unknown } | undefined
  /** Whether the page ends before the row. */
  backwards: boolean
  limit: number
}

/** @param find reads a row's values of `column` and `tie`; not asked for the first page */
export async function placeBeside(
  { after, before, limit }: PlaceInList,
  find: (id: string) => Promise<KeyPlace['from']>,
): Promise<KeyPlace> {
  const id = after ?? before
  const from = id === undefined ? undefined : await find(id)
  return { from, backwards: from !== undefined && after === undefined, limit }
}

export interface KeyPage<Row> {
  rows: Row[]
  /** Whether there are rows before the first, and behind the last. */
  before: boolean
  after: boolean
}

/**
 * @param query selects the list's rows, without order and limit
 * @example
 * const page = await pageByKey(traits, () => db.selectFrom(TABLE).selectAll().where('appid', '=', appid), order, place)
 */
export async function pageByKey<DB, T extends keyof DB & string, Row>(
  { dialect }: Pick<DialectTraits, 'dialect'>,
  query: () => SelectQueryBuilder<DB, T, Row>,
  { column, tie, nullable, direction }: KeyOrder<keyof DB[T] & string>,
  { from, backwards, limit }: KeyPlace,
): Promise<KeyPage<Row>> {
  const way = (direction === 'ascending') === backwards ? 'desc' : 'asc'
  const beyond = sql.raw(way === 'asc' ? '>' : '<')
  const [value, last] = [sql.ref(column), sql.ref(tie)]
  // Rows with a value and rows without are read one after the other: no index has an order with null last both ways.
  const sections = nullable ? (backwards ? ['null', 'value'] : ['value', 'null']) : ['value']
  const start = from && (from.value === null ? 'null' : 'value')
  const rows: Row[] = []
  for (const section of sections.slice(start ? sections.indexOf(start) : 0)) {
    const isStart = from !== undefined && section === start
    const behind = (): ReturnType<typeof sql<SqlBool>> => {
      if (section === 'null') return sql<SqlBool>`${last} ${beyond} ${from?.tie}`
      // MySQL finds a range of an index only in this form, the others only in that.
      return dialect === 'mysql'
        ? sql<SqlBool>`(${value} ${beyond} ${from?.value} or (${value} = ${from?.value} and ${last} ${beyond} ${from?.tie}))`
        : sql<SqlBool>`(${value}, ${last}) ${beyond} (${from?.value}, ${from?.tie})`
    }
    const found = await query()
      .$if(nullable, (all) =>
        all.where(section === 'null' ? sql<SqlBool>`${value} is null` : sql<SqlBool>`${value} is not null`),
      )
      .$if(isStart, (all) => all.where(behind()))
      .$if(section === 'value', (all) => all.orderBy(value, way))
      .orderBy(last, way)
      .limit(limit + 1 - rows.length)
      .execute()
    rows.push(...(found as Row[]))
    if (rows.length > limit) break
  }
  const more = rows.length > limit
  const page = rows.slice(0, limit)
  return backwards
    ? { rows: page.toReversed(), before: more, after: from !== undefined }
    : { rows: page, before: from !== undefined, after: more }
}
