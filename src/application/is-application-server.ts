/**
 * Recognises calls from the application server.
 *
 * @module
 */

import type { IncomingHttpHeaders } from 'node:http'
import type { Config } from '../config/config.ts'
import { equalSecrets } from '../core/equal-secrets.ts'
import { parsedUrl } from '../core/parsed-url.ts'

/**
 * An application server names itself in `x-application-server` (its own address, as configured here) and proves it with
 * `x-application-server-token`.
 *
 * @returns also false when the configuration lacks its address or token
 */
export function isApplicationServer(
  headers: IncomingHttpHeaders,
  { applicationServer, applicationServerToken }: Pick<Config, 'applicationServer' | 'applicationServerToken'>,
): boolean {
  const named = parsedUrl(String(headers['x-application-server']))
  return (
    applicationServer !== undefined &&
    applicationServerToken !== undefined &&
    named?.href === applicationServer.href &&
    equalSecrets(applicationServerToken, String(headers['x-application-server-token'] ?? ''))
  )
}
