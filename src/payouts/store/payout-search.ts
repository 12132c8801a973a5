/**
 * Turns searches of payouts into SQL.
 *
 * @module
 */
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import type { FoundByText } from '../../accounts/store/account-text.ts'
import type { KeyOrder } from '../../storage/page-by-key.ts'
import type { PayoutTables } from './tables.ts'

type Payouts = 'connect_payouts'
type Columns = keyof PayoutTables[Payouts] & string

export interface PayoutSearch {
  accountid?: string
  stripeid?: string
  /** Only payouts of the accounts that a text finds. */
  found?: Pick<FoundByText, 'belongs'>
  payoutid?: string
  status?: string
  currency?: string
  /** Made since then, and before then. */
  since?: Date
  before?: Date
  /** Only failures that nobody has dealt with. */
  open?: boolean
}

export interface PayoutOrder {
  sort: 'created' | 'arrival'
  direction: 'ascending' | 'descending'
}

const ORDERS = {
  created: { column: 'created_at', tie: 'arrived', nullable: false },
  arrival: { column: 'arrives_at', tie: 'payoutid', nullable: true },
} as const satisfies Record<PayoutOrder['sort'], Omit<KeyOrder<Columns>, 'direction'>>

export function keyOrder({ sort, direction }: PayoutOrder): KeyOrder<Columns> {
  return { ...ORDERS[sort], direction }
}

export function searched(
  appid: string,
  { accountid, stripeid, found, payoutid, status, currency, since, before, open }: PayoutSearch,
): (eb: ExpressionBuilder<PayoutTables, Payouts>) => Expression<SqlBool> {
  return (eb) =>
    eb.and([
      eb('appid', '=', appid),
      ...(accountid ? [eb('accountid', '=', accountid)] : []),
      ...(stripeid ? [eb('stripeid', '=', stripeid)] : []),
      ...(found ? [found.belongs(eb.ref('connect_payouts.stripeid'))] : []),
      ...(payoutid ? [eb('payoutid', '=', payoutid)] : []),
      ...(status ? [eb('status', '=', status)] : []),
      ...(currency ? [eb('currency', '=', currency)] : []),
      ...(since ? [eb('created_at', '>=', since)] : []),
      ...(before ? [eb('created_at', '<', before)] : []),
      ...(open ? [eb('open_since', 'is not', null)] : []),
    ])
}
