/**
 * Answers calls of the application server that Dashboard has no page and no API route for. Dashboard alone ends its
 * process over such a call. Were it passed on, the application server might answer by calling again, without end.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'
import { isApplicationServer } from '../../application/is-application-server.ts'
import { parsedUrl } from '../../core/parsed-url.ts'
import { type DashboardRequest, dashboardExports, dashboardGlobals, type Verb } from './dashboard.ts'
import { isPublic } from './guard-public-files.ts'

/** Whether the application server calls, and proves it. */
export function isApplicationCall({ headers }: IncomingMessage): boolean {
  if (headers['x-application-server'] === undefined) return false
  const { applicationServer, applicationServerToken } = dashboardGlobals
  return isApplicationServer(headers, {
    applicationServer: parsedUrl(applicationServer),
    applicationServerToken,
  })
}

/** Whether it calls an address that Dashboard would pass on to it. */
export function isCallForItself(request: DashboardRequest): boolean {
  return !request.route && !isPublic(request.urlPath) && isApplicationCall(request)
}

const guarded = new WeakSet<object>()

/**
 * Makes Dashboard answer its calls as a program's where there is no file, or no such method.
 *
 * @param refuse says that nothing is there
 */
export function guardCalls(refuse: Verb): void {
  const { Response } = dashboardExports()
  if (guarded.has(Response)) return
  guarded.add(Response)
  const { throw404 } = Response
  Response.throw404 = (request, response) =>
    isApplicationCall(request) ? refuse(request, response) : throw404(request, response)
}
