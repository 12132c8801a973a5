/**
 * Money out of nowhere: payments are not simulated, so a test or the demo puts the money of one into an account.
 *
 * @module
 */
import { referenceMissing } from '../errors.ts'
import type { Kernel } from '../kernel.ts'
import { integer, parameters, required, string, timestamp } from '../parameters.ts'
import { recordMovement } from './ledger.ts'

const FUND = parameters({
  account: required(string()),
  amount: required(integer({ min: 1 })),
  currency: required(string({ format: /^[a-z]{3}$/ })),
  available_on: timestamp(),
})

/** `POST /_simulator/fund {account, amount, currency, available_on}`: available at once unless a moment is named. */
export function funds(kernel: Kernel): void {
  kernel.route({
    method: 'POST',
    path: '/_simulator/fund',
    handle(request) {
      const { account, amount, currency, available_on } = FUND(request.input)
      if (!kernel.store.get('account', account)) throw referenceMissing('account', account)
      return recordMovement(kernel, {
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
