/**
 * The record of what administrators decided about accounts.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { accountName } from '../accounts/account-name.ts'
import type { StripeAccountRow } from '../accounts/store/stripe-account-row.ts'
import type { SignedInContext } from '../context/context.ts'
import type { DecisionRow } from './store.ts'
import { decisionStore } from './store.ts'

/**
 * Records a decision. Called before the decision is carried out, so that nothing is done without a record; a decision that
 * Stripe then refuses has a record too.
 */
export async function recordDecision(
  { services, caller, log }: SignedInContext,
  { stripeid, stripeObject }: StripeAccountRow,
  decision: Pick<DecisionRow, 'action' | 'reason' | 'override'>,
): Promise<void> {
  const { accountid } = caller
  await decisionStore(services.storage).insert({
    decisionid: randomUUID(),
    stripeid,
    name: accountName(stripeObject) ?? stripeid,
    accountid,
    ...decision,
  })
  log.info({ stripeid, administrator: accountid, ...decision }, 'an administrator decided about an account')
}
