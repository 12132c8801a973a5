/**
 * Requests that no host serves, whatever they ask for. Node would refuse some of them itself, out of their turn: its refusals pile
 * up behind an answer that takes its time.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'
import { ALLOWED_METHODS, isRefused } from './methods.ts'
import type { Refusal } from './refuse-connection.ts'
import { hasTooManyLines } from './request-facts.ts'

/** @returns undefined for a request that can be served */
export function refusalOf(request: IncomingMessage): Refusal | undefined {
  if (isRefused(request.method)) return { status: 405, headers: { allow: ALLOWED_METHODS } }
  if (hasTooManyLines(request)) return { status: 431, headers: {} }
  if (request.httpVersion !== '1.1') return undefined
  const { host, expect } = request.headers
  if (host === undefined) return { status: 400, headers: {} }
  if (expect !== undefined && !isContinue(expect)) return { status: 417, headers: {} }
  return undefined
}

/** As Node reads it: it asks for the body then. */
function isContinue(expect: string): boolean {
  return /(?:^|\W)100-continue(?:$|\W)/i.test(expect)
}
