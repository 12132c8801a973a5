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
import { toConnectError } from '../stripe/errors.ts'
import { idempotencyKey } from '../stripe/idempotency.ts'
import { recordDecision } from './decisions.ts'
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
 * @returns the account as Stripe has it now
 * @example
 * await rejectAccount(context, await findStripeAccount(context, stripeid), 'terms_of_service')
 */
export async function rejectAccount(
  context: SignedInContext,
  row: StripeAccountRow,
  reason: RejectionReason,
): Promise<StripeAccountRow> {
  if (row.status === 'rejected') return row
  const { services } = context
  const { stripeid } = row
  await recordDecision(context, row, { action: 'reject', reason, override: false })
  const ticket = await accountStore(services.storage).ticket(stripeid)
  try {
    const account = await services.stripe.accounts.reject(
      stripeid,
      { reason: STRIPE_REASONS[reason] },
      { idempotencyKey: idempotencyKey('reject-account', stripeid, ticket) },
    )
    await recordAccount(services, account, ticket)
  } catch (error) {
    const refusal = toConnectError(error)
    // Stripe refuses to reject an account twice: another administrator, or the same form sent twice, may have been faster.
    const present = await refreshAccount(services, stripeid)
    if (present?.status !== 'rejected') throw refusal
  }
  return findStripeAccount(context, stripeid)
}
