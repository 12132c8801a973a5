/**
 * The headers that tell an application server about a person's Stripe accounts.
 *
 * @module
 */

/** One file under `src/proxy/` each; listing the file turns its header on. */
export type StateHeader =
  | 'x-has-active-stripe-account'
  | 'x-stripe-accounts'
  | 'x-stripe-accounts-active'
  | 'x-stripe-accounts-pending'
  | 'x-stripe-accounts-requiring'

/** Sent beside any of them, to say how they are to be read. */
export const CONTROL_HEADERS = [
  'x-stripe-accounts-format',
  'x-stripe-accounts-count',
  'x-stripe-accounts-truncated',
  'x-stripe-accounts-status',
] as const

export type HeaderValues = Readonly<Partial<Record<StateHeader | (typeof CONTROL_HEADERS)[number], string>>>

/** What an earlier version of this module called the first header is one of them: applications may still trust it. */
const RESERVED_PREFIXES = ['x-stripe-accounts', 'x-has-active-stripe-account', 'x-active-stripe-account']

/**
 * True for a header that only this module may set, however a client spells it: `X_Stripe_Accounts` reaches a WSGI or
 * PHP application as the same variable.
 */
export function isReservedHeader(name: string): boolean {
  const normal = name.toLowerCase().replaceAll('_', '-')
  return RESERVED_PREFIXES.some((prefix) => normal.startsWith(prefix))
}
