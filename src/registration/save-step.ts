import type { SignedInContext } from '../context.ts'
import type { FormValues, UploadedFile } from '../route.ts'
import type { StripeAccountRow } from '../storage/storage.ts'
import type { StepId } from './form.ts'

/**
 * Checks the answers of one step and sends Stripe what changed.
 *
 * @throws ConnectError with every problem at once, each with its field
 */
export async function saveStep(
  _context: SignedInContext,
  row: StripeAccountRow,
  _step: StepId,
  _values: FormValues,
  _files: readonly UploadedFile[],
): Promise<StripeAccountRow> {
  return row
}
