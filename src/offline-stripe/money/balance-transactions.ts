/**
 * Reading balance transactions (https://docs.stripe.com/api/balance_transactions).
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { invalidRequest, referenceMissing } from '../errors.ts'
import { findOwn } from '../find-own.ts'
import { listStored, PAGE, timeRange } from '../lists.ts'
import { parameters, string } from '../parameters.ts'
import type { ResourceApi } from '../resource-api.ts'

const LIST = parameters({
  ...PAGE,
  created: timeRange(),
  currency: string(),
  payout: string(),
  source: string(),
  type: string(),
})

export function balanceTransactions(api: ResourceApi): void {
  api.route({
    method: 'GET',
    path: '/v1/balance_transactions',
    handle(request) {
      const { created, currency, payout, source, type, ...cursor } = LIST(request.input)
      if (payout !== undefined) checkAutomatic(api, payout, request.account)
      const matches = (wanted: string | undefined, value: unknown) => wanted === undefined || wanted === value
      return listStored<Stripe.BalanceTransaction>(
        api.store,
        {
          kind: 'balance_transaction',
          noun: 'balance transaction',
          account: request.account ?? null,
          url: '/v1/balance_transactions',
          created,
          where: ({ object, secret }) =>
            matches(currency?.toLowerCase(), object.currency) &&
            matches(payout, secret.payout) &&
            matches(source, object.source) &&
            matches(type, object.type),
        },
        cursor,
      )
    },
  })

  api.route({
    method: 'GET',
    path: '/v1/balance_transactions/{id}',
    handle({ params: { id }, account }) {
      const what = { kind: 'balance_transaction', noun: 'balance transaction', param: 'id' }
      return findOwn<Stripe.BalanceTransaction>(api.store, what, id, account).object
    },
  })
}

/** Stripe lists balance transactions only for payouts made by the schedule. */
function checkAutomatic(api: ResourceApi, id: string, account: string | undefined): void {
  const row = api.store.get<Stripe.Payout>('payout', id)
  if (!row || row.account !== account) throw referenceMissing('payout', id)
  if (row.object.automatic) return
  const message = 'Balance transaction history can only be filtered on automatic transfers, not manual.'
  throw invalidRequest(message, { param: 'payout' })
}
