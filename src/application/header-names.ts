/**
 * The headers that tell an application server about a person's Stripe accounts.
 *
 * @module
 */
import type { ControlHeader } from '../context/person-state.ts'
import { remembered } from '../core/remembered.ts'

export const CONTROL_HEADERS = [
  'x-stripe-accounts-format',
  'x-stripe-accounts-count',
  'x-stripe-accounts-truncated',
  'x-stripe-accounts-status',
] as const satisfies readonly ControlHeader[]

const RESERVED_PREFIXES = ['x-stripe-accounts', 'x-has-active-stripe-account', 'x-active-stripe-account']

/**
 * A header's name as CGI, WSGI and PHP applications see it, which get headers as variables: to them `X_Stripe_Accounts` is the
 * same as `x-stripe-accounts`, and behind some servers so is `x.stripe.accounts`.
 */
export function dashed(name: string): string {
  return (
    name
      .toLowerCase()
      .replaceAll(/[^a-z\d]/g, '-')
      // The name of such a variable, sent as a header: HTTP_X_ACCOUNTID.
      .replace(/^(http-)+(?=.)/, '')
  )
}

/** True for a header that only this module may set, however a client spells it. */
export const isReservedHeader = remembered((name) => {
  const normal = dashed(name)
  return RESERVED_PREFIXES.some((prefix) => normal.startsWith(prefix))
})

/** Headers in which the host tells an application server about itself and the person. */
const HOST_HEADERS = new Set([
  'x-accountid',
  'x-sessionid',
  'x-application-server-token',
  'x-dashboard-server',
])

/** True for a header that only a host may set, however a client spells it. */
export const isHostHeader = remembered((name) => HOST_HEADERS.has(dashed(name)))
