import { accountStore } from '../../accounts/store/accounts.ts'
import type { Context } from '../../context/context.ts'
import { nameOf } from '../name-of.ts'

/** The names of accounts by their ids. Accounts that do not exist are left out. */
export async function accountNames(
  { services: { storage } }: Pick<Context, 'services'>,
  stripeids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await accountStore(storage).those(stripeids)
  return new Map(rows.map((row) => [row.stripeid, nameOf(row) ?? row.stripeid]))
}
