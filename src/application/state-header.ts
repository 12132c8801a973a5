/**
 * Shared by the files in `src/proxy/`: each of them sends one header to the application server.
 *
 * @module
 */

import type { EarlierHeader, HeaderValues, StateHeader } from '../context/person-state.ts'
import { andThen, type MaybePromise } from '../core/maybe-promise.ts'
import { CONTROL_HEADERS, isReservedHeader } from './header-names.ts'
import { UNAVAILABLE } from './person-state.ts'
import { runningServices } from './running.ts'
import { stateOf } from './state-of.ts'

/** The part of a request that these handlers read. */
interface ProxiedRequest {
  appid?: string | undefined
  /** Undefined for a guest. The host's object holds more, some of it secret: we use nothing else of it. */
  account?: { accountid: string } | undefined
}

/** The options of the request to the application server. */
export interface ProxyRequestOptions {
  headers: Record<string, unknown>
}

export type ProxyHandler = (request: ProxiedRequest, options: ProxyRequestOptions) => MaybePromise<void>

const EARLIER: Readonly<Partial<Record<StateHeader, EarlierHeader>>> = {
  'x-has-active-stripe-account': 'x-active-stripe-account',
}

/** All handlers of a forwarded request share one look-up. */
const lookUps = new WeakMap<ProxyRequestOptions, MaybePromise<HeaderValues>>()

/** @returns a handler for Dashboard's list `proxy`; it never throws and changes nothing but the options' headers */
export function stateHeader(name: StateHeader): ProxyHandler {
  const earlier = EARLIER[name]
  const names = [name, ...(earlier ? [earlier] : []), ...CONTROL_HEADERS]
  return (request, options) =>
    andThen(valuesFor(request, options), (values) => {
      for (const header of names) {
        const value = values[header]
        if (value !== undefined) options.headers[header] = value
      }
    })
}

function valuesFor(request: ProxiedRequest, options: ProxyRequestOptions): MaybePromise<HeaderValues> {
  const known = lookUps.get(options)
  if (known) return known
  // The first handler removes headers from the client that only we may set.
  for (const name of Object.keys(options.headers)) {
    if (isReservedHeader(name)) delete options.headers[name]
  }
  const values = lookUp(request)
  lookUps.set(options, values)
  return values
}

function lookUp(request: ProxiedRequest): MaybePromise<HeaderValues> {
  const { appid, account } = request
  if (!account) return {}
  const services = runningServices(appid)
  if (!services) return UNAVAILABLE.headers
  return andThen(stateOf(request, services, account.accountid), ({ headers }) => headers)
}
