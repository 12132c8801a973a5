/**
 * Reverses a payout (https://docs.stripe.com/connect/payout-reversals).
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { invalidRequest } from '../errors.ts'
import { findOwn } from '../find-own.ts'
import { mergeMetadata, metadata } from '../metadata.ts'
import { parameters } from '../parameters.ts'
import type { ResourceApi } from '../resource-api.ts'
import { createPayout, markReversed } from './payout-lifecycle.ts'

const REVERSE = parameters({ metadata: metadata() })
const COUNTRIES = ['CA', 'US']
const NINETY_DAYS = 90 * 24 * 60 * 60

export function payoutReversals(api: ResourceApi): void {
  api.route({
    method: 'POST',
    path: '/v1/payouts/{payout}/reverse',
    handle({ params, input, account }) {
      const change = REVERSE(input)
      const what = { kind: 'payout', noun: 'payout', param: 'payout' }
      const row = findOwn<Stripe.Payout>(api.store, what, params.payout, account)
      const destination = api.store.get<Stripe.ExternalAccount>(
        'external_account',
        String(row.object.destination),
      )?.object
      const obstacle = whyNot(row.object, destination, api.clock.now())
      if (obstacle || !destination || account === undefined)
        throw invalidRequest(obstacle ?? 'The bank account of this payout is gone.', { param: 'payout' })
      const { amount, currency, id: original } = row.object
      const id = api.newId('po')
      markReversed(api, row, id)
      return createPayout(api, {
        id,
        account,
        amount: -amount,
        currency,
        destination,
        automatic: false,
        method: 'standard',
        description: null,
        statementDescriptor: null,
        metadata: mergeMetadata({}, change.metadata),
        original,
      })
    },
  })
}

/** Why a payout cannot be reversed; undefined when it can. */
function whyNot(
  payout: Stripe.Payout,
  destination: Stripe.ExternalAccount | undefined,
  now: number,
): string | undefined {
  const { amount, arrival_date, automatic, method, original_payout, reversed_by, status, type } = payout
  if (reversed_by) return 'This payout has already been reversed.'
  if (amount < 0 || original_payout) return 'A reversal cannot be reversed.'
  if (method === 'instant' || type === 'card')
    return 'Instant payouts and payouts to debit cards cannot be reversed.'
  if (status === 'failed' || status === 'canceled') return `Payouts that are ${status} cannot be reversed.`
  if (status === 'pending' && !automatic) return 'This payout is still pending: cancel it instead.'
  if (arrival_date + NINETY_DAYS <= now)
    return 'Payouts that arrived more than 90 days ago cannot be reversed.'
  if (destination && !COUNTRIES.includes(destination.country ?? ''))
    return 'Only payouts to bank accounts in the US and Canada can be reversed.'
  return undefined
}
