/**
 * The minimum balances that automatic payouts leave in an account
 * (https://docs.stripe.com/payouts/minimum-balances-for-automatic-payouts).
 *
 * @module
 */
import type { ResourceApi } from '../resource-api.ts'

const KIND = '_minimum_balances'

/** Minor units by currency; null without any minimum. */
export function minimumBalances(api: ResourceApi, account: string): Record<string, number> | null {
  return api.store.get<Record<string, number>>(KIND, `minimum_${account}`)?.object ?? null
}

/** Changes the named currencies; null unsets one currency, or all. */
export function setMinimumBalances(
  api: ResourceApi,
  account: string,
  change: Record<string, number | null> | null,
): void {
  const merged = change && { ...minimumBalances(api, account), ...change }
  const kept = Object.entries(merged ?? {}).filter((entry): entry is [string, number] => entry[1] !== null)
  const id = `minimum_${account}`
  if (kept.length === 0) api.store.delete(KIND, id)
  else api.store.put(KIND, { id, account, created: 0, object: Object.fromEntries(kept), secret: {} })
}
