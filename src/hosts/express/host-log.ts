/**
 * Writes our log lines to the app's own log.
 *
 * @module
 */
import type { Logger } from 'pino'
import { createLogger, LOG_LEVELS, type LogLevel } from '../../core/log.ts'
import type { HostLog } from './options.ts'

type LineLevel = Exclude<LogLevel, 'silent'>

/** Our logger, which blanks secrets and personal data and writes its lines with the app's logger. */
export function logInto(host: HostLog): Logger {
  return createLogger(LOG_LEVELS.find((level) => level === host.level) ?? 'trace', {
    write(line) {
      const {
        level,
        time: _,
        msg,
        ...fields
      } = JSON.parse(line) as { level: LineLevel; msg?: string; time: string }
      host[level](fields, msg)
    },
  })
}
