import { accountName } from '../../accounts/account-name.ts'
import { accountStore } from '../../accounts/store/accounts.ts'
import type { SignedInContext } from '../../context/context.ts'

/** The names of accounts by their ids. Accounts that do not exist are left out. */
export async function accountNames(
  { services: { storage } }: SignedInContext,
  stripeids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await Promise.all(
    [...new Set(stripeids)].map((stripeid) => accountStore(storage).find(stripeid)),
  )
  return new Map(
    rows.flatMap((row) => (row ? [[row.stripeid, accountName(row.stripeObject) ?? row.stripeid]] : [])),
  )
}
