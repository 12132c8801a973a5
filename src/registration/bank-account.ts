import type { SignedInContext } from '../context.ts'
import type { Problem } from '../errors.ts'
import type { FormValues } from '../route.ts'
import type { StripeAccountRow } from '../storage/storage.ts'
import type { FieldGroup } from './form.ts'

/** What a bank account in this country and currency is described by, with `country` and `currency` as choices. */
export async function bankForm(
  _context: SignedInContext,
  _row: StripeAccountRow,
  _country: string,
  _currency: string,
  _attempt: { values?: FormValues; problems?: readonly Problem[] } = {},
): Promise<FieldGroup[]> {
  return []
}

/** Gives Stripe the bank account that payouts go to; the one before is removed. Nothing of it is kept here. */
export async function saveBankAccount(
  _context: SignedInContext,
  row: StripeAccountRow,
  _values: FormValues,
): Promise<StripeAccountRow> {
  return row
}
