/**
 * What the files in `src/proxy/` have in common: each of them sends one header to the application server.
 *
 * @module
 */

import type { HeaderValues, StateHeader } from '../context/person-state.ts'
import { forRequest } from '../storage/waiting.ts'
import { CONTROL_HEADERS, isReservedHeader } from './header-names.ts'
import { UNAVAILABLE } from './person-state.ts'
import { runningServices } from './running.ts'

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

export type ProxyHandler = (request: ProxiedRequest, options: ProxyRequestOptions) => Promise<void>

/** One look-up for all handlers of one forwarded request. */
const lookUps = new WeakMap<ProxyRequestOptions, Promise<HeaderValues>>()

/** @returns a handler for Dashboard's list `proxy`; it never throws and changes nothing but the options' headers */
export function stateHeader(name: StateHeader): ProxyHandler {
  return async (request, options) => {
    const values = await valuesFor(request, options)
    for (const header of [name, ...CONTROL_HEADERS]) {
      const value = values[header]
      if (value !== undefined) options.headers[header] = value
    }
  }
}

function valuesFor(request: ProxiedRequest, options: ProxyRequestOptions): Promise<HeaderValues> {
  const known = lookUps.get(options)
  if (known) return known
  // The first of the handlers clears away what the client sent under names that only we may set.
  for (const name of Object.keys(options.headers)) {
    if (isReservedHeader(name)) delete options.headers[name]
  }
  const values = forRequest(request, () => lookUp(request))
  lookUps.set(options, values)
  return values
}

async function lookUp({ appid, account }: ProxiedRequest): Promise<HeaderValues> {
  if (!account) return {}
  const services = runningServices(appid)
  if (!services) return UNAVAILABLE.headers
  const { headers } = await services.headers.get(account.accountid)
  return headers
}
