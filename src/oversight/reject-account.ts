/**
 * Rejects an account on the platform's behalf.
 *
 * @see https://docs.stripe.com/api/account/reject
 * @module
 */
import type { Stripe } from 'stripe'
import { recordAccount, refreshAccount } from '../accounts/mirror-account.ts'
import { accountStore } from '../accounts/store/accounts.ts'
import type { StripeAccountRow } from '../accounts/store/stripe-account-row.ts'
import type { SignedInContext } from '../context/context.ts'
import { mayBeDone, toAdministratorError } from '../stripe/errors.ts'
import { idempotencyKey } from '../stripe/idempotency.ts'
import { decide } from './decisions.ts'
import { findStripeAccount } from './find.ts'

/** The reasons an administrator can choose from. */
export const REJECTION_REASONS = ['fraud', 'terms_of_service', 'other'] as const
export type RejectionReason = (typeof REJECTION_REASONS)[number]

/** Since 2026 Stripe has several kinds of fraud; `fraud_other` is what `fraud` meant before. */
const STRIPE_REASONS: Record<RejectionReason, Stripe.AccountRejectParams.Reason> = {
  fraud: 'fraud_other',
  terms_of_service: 'terms_of_service',
  other: 'other',
}

/**
 * Rejects the account, which stops its charges and payouts. An account that is already rejected stays as it is, so that
 * a form sent twice rejects it once.
 *
 * @returns the account as Stripe has it now, and whether somebody else had rejected it before
 * @example
 * await rejectAccount(context, await findStripeAccount(context, stripeid), 'terms_of_service')
 */
export async function rejectAccount(
  context: SignedInContext,
  row: StripeAccountRow,
  reason: RejectionReason,
): Promise<{ row: StripeAccountRow; already: boolean }> {
  if (row.status === 'rejected') return { row, already: true }
  const { services } = context
  const { stripeid } = row
  const rejected = await decide(context, row, { action: 'reject', reason, override: false }, async () => {
    const ticket = await accountStore(services.storage).ticket(stripeid)
    try {
      const account = await services.stripe.accounts.reject(
        stripeid,
        { reason: STRIPE_REASONS[reason] },
        { idempotencyKey: idempotencyKey('reject-account', stripeid, ticket) },
      )
      await recordAccount(services, account, ticket)
      return true
    } catch (error) {
      const refusal = toAdministratorError(error)
      const present = await refreshAccount(services, stripeid).catch(() => {
        throw refusal
      })
      if (present?.status !== 'rejected') throw refusal
      // Stripe refuses to reject an account twice: another administrator, or the same form sent twice, may have been faster.
      return mayBeDone(error) || undefined
    }
  })
  return { row: await findStripeAccount(context, stripeid), already: rejected === undefined }
}
