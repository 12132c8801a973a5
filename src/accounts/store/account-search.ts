/**
 * Turns administrators' search and sorting into SQL.
 *
 * @module
 */
import {
  type ExpressionBuilder,
  type ExpressionWrapper,
  type SelectQueryBuilder,
  type SqlBool,
  sql,
} from 'kysely'
import { containing } from '../../storage/columns.ts'
import type { AccountStatus } from '../account-status.ts'
import type { AccountTables } from './tables.ts'

/** Which accounts administrators look for. */
export interface AccountFilter {
  /** Part of a name, an e-mail address or an id. */
  text?: string
  status?: AccountStatus
  country?: string
  /** Only this person's accounts. */
  accountid?: string
}

export interface AccountSearch extends AccountFilter {
  sort: 'created' | 'name' | 'country' | 'status' | 'deadline'
  direction: 'ascending' | 'descending'
}

type Accounts = 'connect_stripe_accounts'

const SORT_COLUMNS = {
  created: 'created_at',
  name: 'sort_name',
  country: 'country',
  status: 'status',
  deadline: 'deadline',
} as const satisfies Record<AccountSearch['sort'], keyof AccountTables[Accounts]>

/** Columns that may be null. Only these sort by `is null` first, because no index has that order. */
const MAY_BE_MISSING = new Set<string>(['sort_name', 'country', 'deadline'])

export function searched(appid: string, { text, status, country, accountid }: AccountFilter) {
  return (
    eb: ExpressionBuilder<AccountTables, Accounts>,
  ): ExpressionWrapper<AccountTables, Accounts, SqlBool> =>
    eb.and([
      eb('appid', '=', appid),
      ...(text ? [sql<SqlBool>`${eb.ref('search_text')} like ${containing(text)} escape '!'`] : []),
      ...(status ? [eb('status', '=', status)] : []),
      ...(country ? [eb('country', '=', country)] : []),
      ...(accountid ? [eb('accountid', '=', accountid)] : []),
    ])
}

/**
 * Rows without a value come last in both directions. Rows with equal values are sorted by id, so that pages never overlap, and
 * those made within one second in the order in which they came.
 */
export function sorted<DB extends AccountTables, O>(
  query: SelectQueryBuilder<DB, Accounts, O>,
  { sort, direction }: AccountSearch,
): SelectQueryBuilder<DB, Accounts, O> {
  const column = SORT_COLUMNS[sort]
  const way = direction === 'ascending' ? 'asc' : 'desc'
  return query
    .$if(MAY_BE_MISSING.has(column), (some) => some.orderBy((eb) => eb(column, 'is', null)))
    .orderBy(column, way)
    .orderBy(sort === 'created' ? 'arrived' : 'stripeid', way)
}
