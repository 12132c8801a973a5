import { refuseWhileMoneyIsLeft } from '../accounts/balance.ts'
import { removeAccount } from '../accounts/remove-account.ts'
import type { StripeAccountRow } from '../accounts/store/stripe-account-row.ts'
import { askBeforeDelete } from '../application/ask-before-delete.ts'
import type { SignedInContext } from '../context/context.ts'
import { ConnectError } from '../core/errors.ts'
import { toAdministratorError } from '../stripe/errors.ts'
import { APP_REFUSED, decide } from './decisions.ts'

/** What of the app an administrator overrides: that it does not answer, or that it refuses. */
export const OVERRIDES = ['unanswered', 'refused'] as const
export type Override = (typeof OVERRIDES)[number]

/**
 * Deletes the account at Stripe and here, unless the application server refuses.
 *
 * @param options.override deletes the account even if the application server does not answer, or refuses, and records that
 * @param options.acceptsBalance whether the account is deleted although its balance is not zero; it gets the balance in words
 * @throws ConnectError `balance-not-zero` (409) when that is not accepted; `deletion-refused` (409) with the path that the
 *   application server names in the problem's values; `deletion-check-failed` (502) when it does not answer; also when Stripe
 *   refuses, as it does in live mode while the account has money
 */
export async function deleteAccount(
  context: SignedInContext,
  row: StripeAccountRow,
  { override, acceptsBalance }: { override: Override | undefined; acceptsBalance: (sums: string) => boolean },
): Promise<void> {
  const { services, caller } = context
  const { stripeid } = row
  await refuseWhileMoneyIsLeft(context, stripeid, acceptsBalance)
  const asked = await askBeforeDelete(services, { stripeid, caller }).catch((error: unknown) => {
    const unanswered = error instanceof ConnectError && error.code === 'deletion-check-failed'
    if (!unanswered || override === undefined) throw error
    return undefined
  })
  const isRefused = asked !== undefined && asked.redirect !== false
  if (isRefused && override !== 'refused')
    throw new ConnectError('deletion-refused', { status: 409, values: { redirect: String(asked.redirect) } })
  const decision = {
    action: 'delete',
    reason: isRefused ? APP_REFUSED : undefined,
    override: asked === undefined || isRefused,
  } as const
  await decide(context, row, decision, async () => {
    await removeAccount(services, row).catch((error: unknown) => {
      throw toAdministratorError(error)
    })
    return true
  })
}
