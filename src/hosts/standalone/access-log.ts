/**
 * One line for each request: no query string, no cookie, no address, nothing that says who it was. Events of Stripe's that are
 * taken have one line for many already: theirs are for `debug`.
 *
 * @module
 */
import type { ServerResponse } from 'node:http'
import { performance } from 'node:perf_hooks'
import type { Logger } from 'pino'
import { WEBHOOK_PATH } from '../../core/addresses.ts'
import type { StandaloneRequest } from './standalone-request.ts'

export function logAccess(request: StandaloneRequest, response: ServerResponse, log: Logger): void {
  if (!log.isLevelEnabled('info')) return
  const { requestId, method, urlPath: path } = request
  const start = performance.now()
  response.once('close', () => {
    const milliseconds = Math.round(performance.now() - start)
    const answered = response.writableFinished
    const isTakenEvent = path === WEBHOOK_PATH && response.statusCode === 200
    const line = { requestId, method, path, status: response.statusCode, milliseconds, answered }
    log[isTakenEvent ? 'debug' : 'info'](line, 'request')
  })
}
