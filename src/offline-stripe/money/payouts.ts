/**
 * Payouts that a platform makes for an account, and reading all payouts (https://docs.stripe.com/api/payouts).
 *
 * @module
 */
import { isDeepStrictEqual } from 'node:util'
import type { Stripe } from 'stripe'
import { invalidRequest, referenceMissing } from '../errors.ts'
import { findOwn } from '../find-own.ts'
import { inRange, listStored, PAGE, timeRange } from '../lists.ts'
import { mergeMetadata, metadata } from '../metadata.ts'
import { integer, oneOf, parameters, required, string, unsettable } from '../parameters.ts'
import { previousAttributes } from '../previous-attributes.ts'
import type { ResourceApi } from '../resource-api.ts'
import { fundsOf } from './ledger.ts'
import { cancelPayout, createPayout, payoutLifecycle } from './payout-lifecycle.ts'

const CREATE = parameters({
  amount: required(integer({ min: 1, max: 99_999_999_999 })),
  currency: required(string({ format: /^[a-z]{3}$/i })),
  description: unsettable(string()),
  destination: string(),
  metadata: metadata(),
  method: oneOf('instant', 'standard'),
  payout_method: string(),
  source_type: oneOf('bank_account', 'card', 'fpx'),
  statement_descriptor: string({ max: 22, format: /^[^<>\\'"*]+$/ }),
})
const UPDATE = parameters({ metadata: metadata() })
const LIST = parameters({
  ...PAGE,
  arrival_date: timeRange(),
  created: timeRange(),
  destination: string(),
  status: oneOf('pending', 'in_transit', 'paid', 'failed', 'canceled'),
})

export function payouts(api: ResourceApi): void {
  payoutLifecycle(api)

  const find = (id: string | undefined, account: string | undefined) =>
    findOwn<Stripe.Payout>(api.store, { kind: 'payout', noun: 'payout', param: 'payout' }, id, account)

  api.route({
    method: 'POST',
    path: '/v1/payouts',
    handle(request) {
      const { method = 'standard', source_type, ...input } = CREATE(request.input)
      const currency = input.currency.toLowerCase()
      const account = payableAccount(api, request.account)
      const destination = payableDestination(api, account, currency, input.destination)
      if (method === 'instant' && !destination.available_payout_methods?.includes('instant')) {
        throw invalidRequest('Instant payouts are not available for this external account.', {
          code: 'instant_payouts_unsupported',
          param: 'method',
        })
      }
      checkFunds(api, account, input.amount, currency, source_type)
      return createPayout(api, {
        account,
        amount: input.amount,
        currency,
        destination,
        automatic: false,
        method,
        description: input.description ?? null,
        payoutMethod: input.payout_method ?? null,
        statementDescriptor: input.statement_descriptor ?? null,
        metadata: mergeMetadata({}, input.metadata),
      })
    },
  })

  api.route({
    method: 'GET',
    path: '/v1/payouts',
    handle(request) {
      const { arrival_date, created, destination, status, ...cursor } = LIST(request.input)
      return listStored<Stripe.Payout>(
        api.store,
        {
          kind: 'payout',
          noun: 'payout',
          account: request.account ?? null,
          url: '/v1/payouts',
          created,
          where: ({ object }) =>
            inRange(object.arrival_date, arrival_date) &&
            (destination === undefined || object.destination === destination) &&
            (status === undefined || object.status === status),
        },
        cursor,
      )
    },
  })

  api.route({
    method: 'GET',
    path: '/v1/payouts/{payout}',
    handle: ({ params, account }) => find(params.payout, account).object,
  })

  api.route({
    method: 'POST',
    path: '/v1/payouts/{payout}',
    handle({ params, input, account }) {
      const row = find(params.payout, account)
      const before = { metadata: row.object.metadata }
      const after = { metadata: mergeMetadata(row.object.metadata, UPDATE(input).metadata) }
      if (isDeepStrictEqual(before, after)) return row.object
      row.object = { ...row.object, ...after }
      api.store.put('payout', row)
      const previous = previousAttributes(before, after)
      api.emit('payout.updated', row.object, { ...(account !== undefined && { account }), previous })
      return row.object
    },
  })

  api.route({
    method: 'POST',
    path: '/v1/payouts/{payout}/cancel',
    handle({ params, input, account }) {
      parameters({})(input)
      const row = find(params.payout, account)
      if (row.object.automatic)
        throw invalidRequest('Automatic payouts cannot be canceled.', { param: 'payout' })
      if (row.object.status !== 'pending') {
        const status = row.object.status.replace('_', ' ')
        throw invalidRequest(`Payouts can be canceled only while they are pending; this one is ${status}.`, {
          param: 'payout',
        })
      }
      return cancelPayout(api, row)
    },
  })
}

function payableAccount(api: ResourceApi, id: string | undefined): string {
  const account = id === undefined ? undefined : api.store.get<Stripe.Account>('account', id)?.object
  if (!account)
    throw invalidRequest("Sorry, you don't have any external accounts in that currency.", {
      param: 'currency',
    })
  if (account.payouts_enabled) return account.id
  throw invalidRequest(
    'Cannot create payouts; this account has requirements that need to be fulfilled first.',
    {
      code: 'payouts_not_allowed',
    },
  )
}

function payableDestination(
  api: ResourceApi,
  account: string,
  currency: string,
  id: string | undefined,
): Stripe.ExternalAccount {
  const candidates = api.store
    .list<Stripe.ExternalAccount>('external_account', { account })
    .map(({ object }) => object)
  const chosen = candidates.find((each) =>
    id === undefined ? each.currency === currency && each.default_for_currency : each.id === id,
  )
  if (!chosen && id !== undefined) throw referenceMissing('external account', id, 'destination')
  if (chosen?.currency !== currency) {
    throw invalidRequest(`Sorry, you don't have any external accounts in that currency (${currency}).`, {
      param: 'currency',
    })
  }
  if (chosen.status === 'errored') {
    throw invalidRequest('A payout to this external account failed. Update it before you use it again.', {
      code: 'bank_account_unusable',
      param: 'destination',
    })
  }
  return chosen
}

/** Each source of payments has a balance of its own, and here all money comes from cards. */
function checkFunds(
  api: ResourceApi,
  account: string,
  amount: number,
  currency: string,
  source = 'card',
): void {
  const available = source === 'card' ? fundsOf(api, account).available[currency] : 0
  if (amount <= (available ?? 0)) return
  throw invalidRequest(
    'You have insufficient funds in your Stripe account for this transfer. Your available balance is too low. You can use the /v1/balance endpoint to view your Stripe balance (for more details, see stripe.com/docs/api#balance).',
    { code: 'balance_insufficient' },
  )
}
