/**
 * Lets an app have our log lines in a log of its own.
 *
 * @module
 */
import type { Logger } from 'pino'
import { createLogger, LOG_LEVELS, type LogLevel } from '../../core/log.ts'
import type { HostLog } from './options.ts'

type LineLevel = Exclude<LogLevel, 'silent'>

/** A logger of ours, which blanks secrets and personal data, whose lines come out of the app's. */
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
