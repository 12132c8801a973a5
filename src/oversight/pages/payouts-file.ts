/**
 * The payouts that a search finds, as a file for spreadsheets and accounting.
 *
 * @module
 */
import { z } from 'zod'
import { accountStore } from '../../accounts/store/accounts.ts'
import type { StripeAccountRow } from '../../accounts/store/stripe-account-row.ts'
import type { Context } from '../../context/context.ts'
import { ADMINISTRATOR_PAGES } from '../../core/addresses.ts'
import { dayOf } from '../../core/days.ts'
import { decimalAmount } from '../../messages/translator.ts'
import {
  type Dealing,
  type PayoutOrder,
  type PayoutRow,
  type PayoutSearch,
  payoutStore,
} from '../../payouts/index.ts'
import { page } from '../../web/route.ts'
import { emailOf, nameOf } from '../name-of.ts'
import { AT_ONCE, csvFile, plain } from './csv.ts'
import { payoutOrder, payoutQuery, payoutSearch } from './payout-query.ts'

const COLUMNS = [
  'id',
  'account',
  'name',
  'email',
  'created',
  'arrival',
  'status',
  'amount',
  'currency',
  'failure_code',
  'dealt_with',
  'trace_id',
  'destination',
  'automatic',
  'method',
] as const

export const payoutsFile = page({
  path: ADMINISTRATOR_PAGES.payoutsFile,
  audience: 'administrator',
  query: z.object(payoutQuery),
  async load(context, { query }) {
    const day = dayOf(context.services.now())
    const parts = linesOf(context, await payoutSearch(context, query), payoutOrder(query))
    return { file: { name: `payouts-${day}.csv`, type: 'text/csv; charset=utf-8', parts } }
  },
})

function linesOf(context: Context, search: PayoutSearch, order: PayoutOrder): AsyncIterable<string> {
  const { storage } = context.services
  return csvFile(COLUMNS, async (after) => {
    const page = await payoutStore(storage).page(search, order, { after, limit: AT_ONCE })
    const owners = await accountStore(storage).those(page.rows.map(({ stripeid }) => stripeid))
    const owned = new Map(owners.map((owner) => [owner.stripeid, owner]))
    const dealings = await payoutStore(storage).dealings(page.rows.map(({ payoutid }) => payoutid))
    return {
      rows: page.rows.map((row) => cells(row, owned.get(row.stripeid), dealings.get(row.payoutid))),
      next: page.after ? page.rows.at(-1)?.payoutid : undefined,
    }
  })
}

function cells(
  { payoutid, stripeid, stripeObject: payout }: PayoutRow,
  owner: StripeAccountRow | undefined,
  dealing: Dealing | undefined,
): unknown[] {
  const { destination } = payout
  const values: Record<(typeof COLUMNS)[number], unknown> = {
    id: payoutid,
    account: stripeid,
    name: owner && (nameOf(owner) ?? stripeid),
    email: owner && emailOf(owner),
    created: timeOf(payout.created),
    arrival: timeOf(payout.arrival_date).slice(0, 10),
    status: payout.status,
    amount: decimalAmount(payout.amount, payout.currency),
    currency: payout.currency.toUpperCase(),
    failure_code: payout.failure_code,
    dealt_with: dealing?.dealtAt?.toISOString(),
    trace_id: payout.trace_id?.value,
    destination: typeof destination === 'string' ? destination : destination?.id,
    automatic: payout.automatic,
    method: payout.method,
  }
  // A negative amount is to be added up.
  return COLUMNS.map((column) => (column === 'amount' ? values[column] : plain(values[column])))
}

function timeOf(seconds: number): string {
  return Number.isSafeInteger(seconds) ? new Date(seconds * 1000).toISOString() : ''
}
