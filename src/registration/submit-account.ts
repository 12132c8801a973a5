import type { SignedInContext } from '../context.ts'
import type { StripeAccountRow } from '../storage/storage.ts'

/** Records the person's consent to Stripe's agreement, which submits the account. */
export async function submitAccount(
  _context: SignedInContext,
  row: StripeAccountRow,
  _agreement: { consent: boolean },
): Promise<StripeAccountRow> {
  return row
}
