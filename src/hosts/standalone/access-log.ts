/**
 * One line for each request: no query string, no cookie, no address, nothing that says who it was.
 *
 * @module
 */
import type { ServerResponse } from 'node:http'
import { performance } from 'node:perf_hooks'
import type { Logger } from 'pino'
import type { DashboardRequest } from './dashboard-request.ts'

export function logAccess(request: DashboardRequest, response: ServerResponse, log: Logger): void {
  if (!log.isLevelEnabled('info')) return
  const { requestId, method, urlPath: path } = request
  const start = performance.now()
  response.once('close', () => {
    const milliseconds = Math.round(performance.now() - start)
    const answered = response.writableFinished
    log.info({ requestId, method, path, status: response.statusCode, milliseconds, answered }, 'request')
  })
}
