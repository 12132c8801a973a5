/**
 * Invented money: payments are not simulated, so a test or the demo adds the money of a payment to an account.
 *
 * @module
 */
import { referenceMissing } from '../errors.ts'
import { integer, parameters, required, string, timestamp } from '../parameters.ts'
import type { ResourceApi } from '../resource-api.ts'
import { recordMovement } from './ledger.ts'

const FUND = parameters({
  account: required(string()),
  amount: required(integer({ min: 1 })),
  currency: required(string({ format: /^[a-z]{3}$/ })),
  available_on: timestamp(),
})

/** `POST /_offline-stripe/fund {account, amount, currency, available_on}`: available at once without `available_on`. */
export function funds(api: ResourceApi): void {
  api.route({
    method: 'POST',
    path: '/_offline-stripe/fund',
    handle(request) {
      const { account, amount, currency, available_on } = FUND(request.input)
      if (!api.store.get('account', account)) throw referenceMissing('account', account)
      return recordMovement(api, {
        account,
        type: 'payment',
        reportingCategory: 'charge',
        amount,
        currency,
        description: 'Simulated payment',
        source: null,
        ...(available_on !== undefined && { availableOn: available_on }),
      })
    },
  })
}
