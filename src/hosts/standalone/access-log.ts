/**
 * Logs one line for each request, without querystring, cookies, address or anything else that identifies the person. Accepted
 * Stripe events already share log lines, so their requests are logged at `debug`.
 *
 * @module
 */
import type { ServerResponse } from 'node:http'
import { performance } from 'node:perf_hooks'
import type { Logger } from 'pino'
import { isWebhookPath } from '../../core/addresses.ts'
import type { StandaloneRequest } from './standalone-request.ts'

export function logAccess(request: StandaloneRequest, response: ServerResponse, log: Logger): void {
  if (!log.isLevelEnabled('info')) return
  const { requestId, method, urlPath: path } = request
  const start = performance.now()
  response.once('close', () => {
    const milliseconds = Math.round(performance.now() - start)
    const answered = response.writableFinished
    const isTakenEvent = isWebhookPath(path) && response.statusCode === 200
    const line = { requestId, method, path, status: response.statusCode, milliseconds, answered }
    log[isTakenEvent ? 'debug' : 'info'](line, 'request')
  })
}
