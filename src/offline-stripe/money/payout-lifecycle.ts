/**
 * The life of a payout: sent to the bank, then paid or failed, or canceled before that
 * (https://docs.stripe.com/api/payouts/object#payout_object-status).
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { ResourceApi, Stored } from '../resource-api.ts'
import { assignToPayout, recordMovement } from './ledger.ts'
import { type PayoutFailure, payoutFailure } from './payout-failures.ts'

const HOUR = 60 * 60
const DAY = 24 * HOUR
/** How long a payout can still be canceled. */
const UNTIL_SUBMITTED = HOUR
const INSTANT_TAKES = HOUR / 2
const BUSINESS_DAYS = 2

/** A payout that a caller or the schedule requests. */
export interface NewPayout {
  /** A new id by default. */
  id?: string
  account: string
  amount: number
  currency: string
  destination: Stripe.ExternalAccount
  automatic: boolean
  method: 'instant' | 'standard'
  description: string | null
  /** The id of the v2 payout method that the caller names. */
  payoutMethod?: string | null
  statementDescriptor: string | null
  metadata: Record<string, string>
  /** The payout that this one reverses; `amount` is then negative. */
  original?: string
}

/** Takes the money from the balance and schedules the steps of the payout. */
export function createPayout(api: ResourceApi, wanted: NewPayout): Stripe.Payout {
  const { account, amount, currency, automatic, method, destination } = wanted
  const { id = api.newId('po') } = wanted
  const created = api.clock.now()
  const arrival = method === 'instant' ? created + INSTANT_TAKES : afterBusinessDays(created, BUSINESS_DAYS)
  const { id: transaction } = recordMovement(api, {
    account,
    type: 'payout',
    reportingCategory: 'payout',
    amount: -amount,
    currency,
    description: wanted.description ?? 'STRIPE PAYOUT',
    source: id,
    ...(wanted.original !== undefined && { availableOn: arrival }),
  })
  if (automatic) assignToPayout(api, account, currency, id)
  const payout: Stripe.Payout = {
    id,
    object: 'payout',
    amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: arrival,
    automatic,
    balance_transaction: transaction,
    created,
    currency,
    description: wanted.description,
    destination: destination.id,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: wanted.metadata,
    method,
    original_payout: wanted.original ?? null,
    payout_method: wanted.payoutMethod ?? null,
    reconciliation_status: automatic ? 'in_progress' : 'not_applicable',
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: wanted.statementDescriptor,
    status: 'pending',
    trace_id: null,
    type: destination.object,
  }
  api.store.put('payout', { id, account, created, object: payout, secret: {} })
  api.emit('payout.created', payout, { account })
  api.clock.schedule(method === 'instant' ? created : created + UNTIL_SUBMITTED, 'payout.submit', { id })
  api.clock.schedule(arrival, 'payout.arrive', { id })
  return payout
}

/** Marks a payout as reversed by another one. */
export function markReversed(api: ResourceApi, row: Stored<Stripe.Payout>, by: string): void {
  change(api, row, ['payout.updated'], { reversed_by: by })
}

/** Returns the money of a pending payout. */
export function cancelPayout(api: ResourceApi, row: Stored<Stripe.Payout>): Stripe.Payout {
  const transaction = returnMoney(api, row, 'payout_cancel', 'payout_reversal')
  return change(api, row, ['payout.canceled'], {
    status: 'canceled',
    failure_balance_transaction: transaction,
  })
}

export function payoutLifecycle(api: ResourceApi): void {
  /** A payout of an account that still exists. */
  const find = (id: string): Stored<Stripe.Payout> | undefined => {
    const row = api.store.get<Stripe.Payout>('payout', id)
    return row?.account !== undefined && api.store.get('account', row.account) ? row : undefined
  }

  api.clock.on('payout.submit', ({ id }: { id: string }) => {
    const row = find(id)
    if (row?.object.status !== 'pending') return
    change(api, row, ['payout.updated'], {
      status: 'in_transit',
      trace_id: { status: 'pending', value: null },
    })
  })

  api.clock.on('payout.arrive', ({ id }: { id: string }) => {
    const row = find(id)
    if (row?.object.status !== 'in_transit') return
    const destination = api.store.get<Stripe.ExternalAccount>(
      'external_account',
      String(row.object.destination),
    )
    const failure = payoutFailure(String(destination?.secret.account_number ?? ''))
    if (failure) failPayout(api, row, failure, destination)
    else completePayout(api, row)
  })
}

function completePayout(api: ResourceApi, row: Stored<Stripe.Payout>): void {
  const trace_id = { status: 'supported', value: row.id.slice(-12).toUpperCase() }
  change(api, row, ['payout.paid'], { status: 'paid', trace_id })
  if (!row.object.automatic) return
  change(api, row, ['payout.updated', 'payout.reconciliation_completed'], {
    reconciliation_status: 'completed',
  })
}

function failPayout(
  api: ResourceApi,
  row: Stored<Stripe.Payout>,
  { code, message }: PayoutFailure,
  destination: Stored<Stripe.ExternalAccount> | undefined,
): void {
  change(api, row, ['payout.failed'], {
    status: 'failed',
    failure_code: code,
    failure_message: message,
    failure_balance_transaction: returnMoney(api, row, 'payout_failure', 'payout_reversal'),
  })
  // The account must now give another external account. `accounts/` takes care of that.
  if (destination && row.account !== undefined) {
    const refused = { account: row.account, id: destination.id }
    api.clock.schedule(api.clock.now(), 'external-account.refused', refused)
  }
}

function returnMoney(
  api: ResourceApi,
  { object: payout, account = '' }: Stored<Stripe.Payout>,
  type: 'payout_cancel' | 'payout_failure',
  reportingCategory: string,
): string {
  const { amount, arrival_date, currency, id, original_payout } = payout
  // The money of a reversal is available only when it arrives.
  const availableOn = original_payout === null ? api.clock.now() : arrival_date
  const description = type === 'payout_cancel' ? 'PAYOUT CANCEL' : 'PAYOUT FAILURE'
  const movement = {
    account,
    type,
    reportingCategory,
    amount,
    currency,
    description,
    source: id,
    availableOn,
  }
  return recordMovement(api, movement).id
}

/** Stores the changed payout, also in the given row, and sends events about it. */
function change(
  api: ResourceApi,
  row: Stored<Stripe.Payout>,
  events: Stripe.Event['type'][],
  changes: Partial<Stripe.Payout>,
): Stripe.Payout {
  const before = row.object
  const previous = Object.fromEntries(
    Object.keys(changes).map((key) => [key, before[key as keyof Stripe.Payout]]),
  )
  row.object = { ...before, ...changes }
  api.store.put('payout', row)
  for (const type of events) {
    const extra = type === 'payout.updated' ? { previous } : {}
    api.emit(type, row.object, { ...(row.account !== undefined && { account: row.account }), ...extra })
  }
  return row.object
}

/** Midnight (UTC) after a number of business days. */
function afterBusinessDays(from: number, days: number): number {
  let day = Math.floor(from / DAY)
  for (let left = days; left > 0; ) {
    day += 1
    const weekday = new Date(day * DAY * 1000).getUTCDay()
    if (weekday !== 0 && weekday !== 6) left -= 1
  }
  return day * DAY
}
