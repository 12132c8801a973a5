/**
 * Each account's money: balance transactions, and their available and pending sums
 * (https://docs.stripe.com/connect/account-balances).
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { ResourceApi } from '../resource-api.ts'

/** Amounts in minor units by currency. */
type Amounts = Record<string, number>

interface Funds {
  available: Amounts
  pending: Amounts
  /** Ids of available transactions, by currency, that no automatic payout has paid out yet. */
  unpaid: Record<string, string[]>
}

/** A movement of an account's money. */
export interface Movement {
  account: string
  type: Stripe.BalanceTransaction.Type
  reportingCategory: string
  amount: number
  currency: string
  description: string
  source: string | null
  /** Unix seconds; now by default. */
  availableOn?: number
}

const KIND = '_funds'

export function fundsOf(api: ResourceApi, account: string): Funds {
  return api.store.get<Funds>(KIND, `funds_${account}`)?.object ?? { available: {}, pending: {}, unpaid: {} }
}

/** Stores a balance transaction and updates the sums. */
export function recordMovement(api: ResourceApi, movement: Movement): Stripe.BalanceTransaction {
  const { account, amount, currency } = movement
  const created = api.clock.now()
  const availableOn = Math.max(created, movement.availableOn ?? created)
  const isPending = availableOn > created
  const transaction: Stripe.BalanceTransaction = {
    id: api.newId('txn'),
    object: 'balance_transaction',
    amount,
    available_on: availableOn,
    balance_type: 'payments',
    created,
    currency,
    description: movement.description,
    exchange_rate: null,
    fee: 0,
    fee_details: [],
    net: amount,
    reporting_category: movement.reportingCategory,
    source: movement.source,
    status: isPending ? 'pending' : 'available',
    type: movement.type,
  }
  api.store.put('balance_transaction', {
    id: transaction.id,
    account,
    created,
    object: transaction,
    secret: {},
  })

  const funds = fundsOf(api, account)
  if (isPending) {
    add(funds.pending, currency, amount)
    api.clock.schedule(availableOn, 'funds.available', { account, transaction: transaction.id })
  } else makeAvailable(funds, transaction)
  keep(api, account, funds)
  return transaction
}

/** Makes a pending transaction available. */
export function release(api: ResourceApi, account: string, id: string): void {
  const row = api.store.get<Stripe.BalanceTransaction>('balance_transaction', id)
  if (!row) return
  row.object.status = 'available'
  api.store.put('balance_transaction', row)
  const funds = fundsOf(api, account)
  add(funds.pending, row.object.currency, -row.object.net)
  makeAvailable(funds, row.object)
  keep(api, account, funds)
}

/** Assigns to an automatic payout every transaction that no automatic payout has paid out yet. */
export function assignToPayout(api: ResourceApi, account: string, currency: string, payout: string): void {
  const funds = fundsOf(api, account)
  for (const id of funds.unpaid[currency] ?? []) {
    const row = api.store.get('balance_transaction', id)
    if (row) api.store.put('balance_transaction', { ...row, secret: { payout } })
  }
  delete funds.unpaid[currency]
  keep(api, account, funds)
}

function makeAvailable(funds: Funds, { id, currency, net }: Stripe.BalanceTransaction): void {
  add(funds.available, currency, net)
  funds.unpaid[currency] = [...(funds.unpaid[currency] ?? []), id]
}

function add(amounts: Amounts, currency: string, amount: number): void {
  amounts[currency] = (amounts[currency] ?? 0) + amount
}

function keep(api: ResourceApi, account: string, funds: Funds): void {
  api.store.put(KIND, { id: `funds_${account}`, account, created: 0, object: funds, secret: {} })
}
