/**
 * What automatic payouts leave in an account's balance (https://docs.stripe.com/payouts/minimum-balances-for-automatic-payouts).
 *
 * @module
 */
import type { Kernel } from '../kernel.ts'

const KIND = '_minimum_balances'

/** Minor units by currency; null where nothing is left. */
export function minimumBalances(kernel: Kernel, account: string): Record<string, number> | null {
  return kernel.store.get<Record<string, number>>(KIND, `minimum_${account}`)?.object ?? null
}

/** Changes the currencies that are named; null unsets one, or all. */
export function setMinimumBalances(
  kernel: Kernel,
  account: string,
  change: Record<string, number | null> | null,
): void {
  const merged = change && { ...minimumBalances(kernel, account), ...change }
  const kept = Object.entries(merged ?? {}).filter((entry): entry is [string, number] => entry[1] !== null)
  const id = `minimum_${account}`
  if (kept.length === 0) kernel.store.delete(KIND, id)
  else kernel.store.put(KIND, { id, account, created: 0, object: Object.fromEntries(kept), secret: {} })
}
