/**
 * The addresses of the administrator's pages, and the querystrings that lead through a list.
 *
 * @module
 */

export const ADDRESSES = {
  start: '/administrator/connect',
  accounts: '/administrator/connect/stripe-accounts',
  account: '/administrator/connect/stripe-account',
  reject: '/administrator/connect/reject-stripe-account',
  delete: '/administrator/connect/delete-stripe-account',
  payouts: '/administrator/connect/payouts',
  payout: '/administrator/connect/payout',
} as const

type Query = Record<string, string | number | undefined>

/**
 * @param query values that are empty, 0 or undefined are left out
 * @example
 * address(ADDRESSES.accounts, { status: 'active', offset: 20 }) // '/administrator/connect/stripe-accounts?status=active&offset=20'
 */
export function address(path: string, query: Query): string {
  const given = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value) given.set(name, String(value))
  return given.size === 0 ? path : `${path}?${given}`
}
