/**
 * What the files in `src/proxy/` have in common: each of them sends one header to the application server.
 *
 * @module
 */

import type { HeaderValues, StateHeader } from '../context/person-state.ts'
import { andThen, type MaybePromise } from '../core/maybe-promise.ts'
import { CONTROL_HEADERS, isReservedHeader } from './header-names.ts'
import { UNAVAILABLE } from './person-state.ts'
import { runningServices } from './running.ts'
import { stateOf } from './state-of.ts'

/** As far as these handlers read it. */
interface ProxiedRequest {
  appid?: string | undefined
  /** Undefined for a guest. The host's object holds more, some of it secret: nothing else of it is ever used. */
  account?: { accountid: string } | undefined
}

/** What is about to be sent to the application server. */
export interface ProxyRequestOptions {
  headers: Record<string, unknown>
}

export type ProxyHandler = (request: ProxiedRequest, options: ProxyRequestOptions) => MaybePromise<void>

/** One look-up for all handlers of one forwarded request. */
const lookUps = new WeakMap<ProxyRequestOptions, MaybePromise<HeaderValues>>()

/** @returns a handler for Dashboard's list `proxy`; it never throws and changes nothing but the options' headers */
export function stateHeader(name: StateHeader): ProxyHandler {
  const names = [name, ...CONTROL_HEADERS]
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
  // The first of the handlers clears away what the client sent under names that only we may set.
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
