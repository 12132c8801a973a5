/**
 * `/v1/accounts/{account}/reject` and `/unreject`: the platform rejects a seller's account, and withdraws the rejection
 * (https://docs.stripe.com/connect/platform-controls-for-accounts-with-stripe-dashboard).
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { invalidRequest } from '../errors.ts'
import { oneOf, parameters, required } from '../parameters.ts'
import type { ResourceApi } from '../resource-api.ts'
import { dossierFor } from './access.ts'
import type { Settle } from './settle.ts'

type DisabledReason = Stripe.Account.Requirements.DisabledReason

const FRAUD = [
  ...['fraud', 'fraud_no_intent_to_fulfill', 'fraud_other'],
  ...['fraud_payment_method_casher', 'fraud_payment_method_tester'],
] as const

/** `fraud` is the older name for all of Stripe's reasons of fraud. */
const rejectInput = parameters({
  reason: required(oneOf(...FRAUD, 'credit', 'other', 'terms_of_service')),
  payouts_action: oneOf('none', 'pause'),
})
const nothing = parameters({})

export function rejectionRoutes(api: ResourceApi, settle: Settle): void {
  api.route({
    method: 'POST',
    path: '/v1/accounts/{account}/reject',
    handle(request) {
      const dossier = dossierFor(api, request)
      const { reason, payouts_action = 'pause' } = rejectInput(request.input)
      if (dossier.account.controller?.losses?.payments === 'stripe')
        throw invalidRequest(
          'You can only reject accounts whose negative balances your platform is liable for.',
        )
      if (dossier.row.secret.rejected) throw invalidRequest('This account has already been rejected.')
      dossier.row.secret.rejected = { reason: disabledReason(reason), payouts: payouts_action }
      return settle(dossier)
    },
  })

  api.route({
    method: 'POST',
    path: '/v1/accounts/{account}/unreject',
    handle(request) {
      nothing(request.input)
      const dossier = dossierFor(api, request)
      if (!dossier.row.secret.rejected)
        throw invalidRequest('This account has not been rejected by the platform.')
      dossier.row.secret.rejected = null
      return settle(dossier)
    },
  })
}

function disabledReason(reason: string): DisabledReason {
  if (reason === 'terms_of_service') return 'rejected.platform_terms_of_service'
  return FRAUD.some((fraud) => fraud === reason) ? 'rejected.platform_fraud' : 'rejected.platform_other'
}
