/**
 * Makes a request for Express from Dashboard's. Express sets properties on a request, one of them `route`, which Dashboard reads
 * later: so each gets a separate request.
 *
 * @module
 */
import { IncomingMessage } from 'node:http'
import type { DashboardRequest } from './dashboard.ts'

interface Original {
  request: DashboardRequest
  /** The code of Dashboard's reason for refusing the form. */
  message: string | undefined
}

const originals = new WeakMap<IncomingMessage, Original>()

/** @param message what Dashboard passes to a page that it shows again */
export function expressRequest(request: DashboardRequest, message?: string): IncomingMessage {
  const copy = new IncomingMessage(request.socket)
  copy.method = request.method
  copy.url = request.url
  copy.httpVersion = request.httpVersion
  copy.httpVersionMajor = request.httpVersionMajor
  copy.httpVersionMinor = request.httpVersionMinor
  copy.headers = request.headers
  copy.rawHeaders = request.rawHeaders
  // Dashboard has already read the body.
  copy.complete = true
  copy.push(null)
  originals.set(copy, { request, message })
  return copy
}

/** @throws TypeError for a request that was not made by `expressRequest` */
export function originalOf(copy: IncomingMessage): Original {
  const original = originals.get(copy)
  if (!original) throw new TypeError('the request did not come through Dashboard')
  return original
}
