/**
 * What the list of payouts and its download read from their querystring.
 *
 * @module
 */
import { z } from 'zod'
import { accountStore } from '../../accounts/store/accounts.ts'
import type { Context } from '../../context/context.ts'
import type { PayoutOrder, PayoutSearch } from '../../payouts/index.ts'
import { choice, day, typed } from '../../web/list-query.ts'

/** @see https://docs.stripe.com/api/payouts/object#payout_object-status */
const PAYOUT_STATUSES = ['pending', 'in_transit', 'paid', 'failed', 'canceled'] as const

/** Failed payouts that nobody has dealt with. */
export const OPEN = 'open'

/** What the list can be filtered by, in the order in which it is offered. */
export const CHOICES = [OPEN, ...PAYOUT_STATUSES] as const

export const PAYOUT_SORTS = ['created', 'arrival'] as const

/** Spread it into the page's query. */
export const payoutQuery = {
  text: typed,
  status: choice(CHOICES),
  currency: typed.transform((code) => code?.toLowerCase()),
  from: day,
  to: day,
  stripeid: typed,
  sort: choice(PAYOUT_SORTS),
  direction: choice(['ascending', 'descending']),
}

const asked = z.object(payoutQuery)
export type PayoutQuery = z.output<typeof asked>

const DAY = 24 * 60 * 60 * 1000

/** @param text a payout's id, or what finds accounts */
export async function payoutSearch(
  { services: { storage } }: Pick<Context, 'services'>,
  { text, status, currency, from, to, stripeid }: PayoutQuery,
): Promise<PayoutSearch> {
  const isId = text?.startsWith('po_') ?? false
  return {
    ...(text !== undefined && isId && { payoutid: text }),
    ...(text !== undefined && !isId && { found: await accountStore(storage).findByText(text) }),
    ...(status !== undefined && (status === OPEN ? { open: true } : { status })),
    ...(currency !== undefined && { currency }),
    ...(from !== undefined && { since: new Date(from) }),
    ...(to !== undefined && { before: new Date(Date.parse(to) + DAY) }),
    ...(stripeid !== undefined && { stripeid }),
  }
}

/** Newest first, unless asked otherwise. */
export function payoutOrder({ sort = 'created', direction = 'descending' }: PayoutQuery): PayoutOrder {
  return { sort, direction }
}
