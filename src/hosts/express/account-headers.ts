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
import { gatherPieces } from '../../web/gather-pieces.ts'
import type { Identify } from './identify.ts'

export interface Asking {
  /** Undefined while the module is not running. */
  services(): Promise<Services | undefined>
  caller: Identify
}

export function accountHeaders(asking: Asking): RequestHandler {
  return async (request, _response, next) => {
    // The app reads the body only after the look-up.
    gatherPieces(request)
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
  const { headers, rawHeaders } = request
  const distinct: Record<string, string[]> = Object.create(null)
  const kept: string[] = []
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const written = rawHeaders[at] ?? ''
    const value = rawHeaders[at + 1] ?? ''
    const name = written.toLowerCase()
    if (isOurs(name)) {
      delete headers[name]
      continue
    }
    kept.push(written, value)
    const values = distinct[name] ?? []
    distinct[name] = values
    values.push(value)
  }
  rawHeaders.length = 0
  for (const text of kept) rawHeaders.push(text)
  // Node would make it when it is first read: from as many headers as came, and in 20.19.0 not with one named `__proto__`.
  request.headersDistinct = distinct
}

function isOurs(name: string): boolean {
  return isReservedHeader(name) || isHostHeader(name)
}
