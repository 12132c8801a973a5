/**
 * Turns administrators' search and sorting into SQL.
 *
 * @module
 */
import type { Expression, ExpressionBuilder, SelectQueryBuilder, SqlBool } from 'kysely'
import type { KeyOrder } from '../../storage/page-by-key.ts'
import type { AccountStatus } from '../account-status.ts'
import type { AccountTables } from './tables.ts'

/** Which accounts administrators look for. */
export interface AccountFilter {
  /** Parts of names, e-mail addresses or an id: see `accountText`. */
  text?: string
  status?: AccountStatus
  country?: string
  /** Only this person's accounts. */
  accountid?: string
  /** Only those that owe Stripe information by a time in this period. */
  due?: { from: Date; to: Date }
}

export interface AccountOrder {
  sort: 'created' | 'name' | 'country' | 'status' | 'deadline'
  direction: 'ascending' | 'descending'
}

export interface AccountSearch extends AccountFilter, AccountOrder {}

type Accounts = 'connect_stripe_accounts'
type Columns = keyof AccountTables[Accounts] & string

/** Those made within one second stand in the order in which they came. */
const ORDERS = {
  created: { column: 'created_at', tie: 'arrived', nullable: false },
  name: { column: 'sort_name', tie: 'stripeid', nullable: true },
  country: { column: 'country', tie: 'stripeid', nullable: true },
  status: { column: 'status', tie: 'stripeid', nullable: false },
  deadline: { column: 'deadline', tie: 'stripeid', nullable: true },
} as const satisfies Record<AccountOrder['sort'], Omit<KeyOrder<Columns>, 'direction'>>

export function keyOrder({ sort, direction }: AccountOrder): KeyOrder<Columns> {
  return { ...ORDERS[sort], direction }
}

/** Everything but the text. */
export function filtered(
  appid: string,
  { status, country, accountid, due }: AccountFilter,
): (eb: ExpressionBuilder<AccountTables, Accounts>) => Expression<SqlBool> {
  return (eb) =>
    eb.and([
      eb('appid', '=', appid),
      ...(status ? [eb('status', '=', status)] : []),
      ...(country ? [eb('country', '=', country)] : []),
      ...(accountid ? [eb('accountid', '=', accountid)] : []),
      ...(due ? [eb('deadline', '>=', due.from), eb('deadline', '<', due.to)] : []),
    ])
}

/**
 * Rows without a value come last in both directions. Rows with equal values are sorted by id, so that pages never overlap, and
 * those made within one second in the order in which they came.
 */
export function sorted<DB extends AccountTables, O>(
  query: SelectQueryBuilder<DB, Accounts, O>,
  order: AccountOrder,
): SelectQueryBuilder<DB, Accounts, O> {
  const { column, tie, nullable, direction } = keyOrder(order)
  const way = direction === 'ascending' ? 'asc' : 'desc'
  return query
    .$if(nullable, (some) => some.orderBy((eb) => eb(column, 'is', null)))
    .orderBy(column, way)
    .orderBy(tie, way)
}
