/**
 * Gives the app's own routes the headers that an application server gets.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'
import type { Request, RequestHandler } from 'express'
import { isHostHeader, isReservedHeader } from '../../application/header-names.ts'
import { UNAVAILABLE } from '../../application/person-state.ts'
import { stateOf } from '../../application/state-of.ts'
import type { Services } from '../../context/context.ts'
import type { HeaderValues } from '../../context/person-state.ts'
import type { Identify } from './identify.ts'

export interface Asking {
  /** Undefined while the module is not running. */
  services(): Promise<Services | undefined>
  caller: Identify
}

export function accountHeaders(asking: Asking): RequestHandler {
  return async (request, _response, next) => {
    const values = await lookUp(asking, request)
    // Only after the look-up: a gateway in front may tell the app who is asking in one of these headers.
    strip(request)
    for (const [name, value] of Object.entries(values)) {
      request.headers[name] = value
      request.headersDistinct[name] = [value]
      request.rawHeaders.push(name, value)
    }
    next()
  }
}

async function lookUp(
  { services: askServices, caller: askCaller }: Asking,
  request: Request,
): Promise<HeaderValues> {
  try {
    const caller = await askCaller(request)
    if (!caller) return {}
    const services = await askServices()
    if (!services) return UNAVAILABLE.headers
    const { headers } = await stateOf(request, services, caller.accountid)
    return headers
  } catch (err) {
    const services = await askServices()
    services?.log.error({ err }, 'who is asking could not be found out: the headers say unavailable')
    return UNAVAILABLE.headers
  }
}

/** Removes headers from the client that only a host may set. */
function strip(request: IncomingMessage): void {
  // Node makes the second from the third when it is first read, and throws if that has become shorter since the request came.
  const { headers, headersDistinct, rawHeaders } = request
  for (const name of Object.keys(headersDistinct)) {
    if (!isOurs(name)) continue
    delete headers[name]
    delete headersDistinct[name]
  }
  const kept = rawHeaders.filter((_, index) => !isOurs(rawHeaders[index - (index % 2)] ?? ''))
  rawHeaders.length = 0
  for (const text of kept) rawHeaders.push(text)
}

function isOurs(name: string): boolean {
  return isReservedHeader(name) || isHostHeader(name)
}
