import { removeAccount } from '../accounts/remove-account.ts'
import type { StripeAccountRow } from '../accounts/store/stripe-account-row.ts'
import { askBeforeDelete } from '../application/ask-before-delete.ts'
import type { SignedInContext } from '../context/context.ts'
import { ConnectError } from '../core/errors.ts'
import { recordDecision } from './decisions.ts'

/**
 * Deletes the account at Stripe and here, unless the application server refuses.
 *
 * @param options.override deletes the account even if the application server does not answer, and records that; if it
 *   answers, its answer counts
 * @returns where the application server sends the administrator instead, a path on this host; false when it is deleted
 * @throws ConnectError `deletion-check-failed` (502) when the application server does not answer; also when Stripe
 *   refuses, e.g. because the account has money
 */
export async function deleteAccount(
  context: SignedInContext,
  row: StripeAccountRow,
  { override }: { override: boolean },
): Promise<{ refused: string | false }> {
  const { services, caller } = context
  const { stripeid } = row
  const asked = await askBeforeDelete(services, { stripeid, caller }).catch((error: unknown) => {
    const unanswered = error instanceof ConnectError && error.code === 'deletion-check-failed'
    if (!unanswered || !override) throw error
    return undefined
  })
  if (asked && asked.redirect !== false) return { refused: asked.redirect }
  await recordDecision(context, row, { action: 'delete', reason: undefined, override: asked === undefined })
  await removeAccount(services, row)
  return { refused: false }
}
