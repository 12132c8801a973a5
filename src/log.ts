/**
 * Structured logs, one JSON object a line, in which secrets and personal data are blanked wherever they stand.
 *
 * @module
 */
import { type DestinationStream, type Logger, pino } from 'pino'
import { redacted, withoutSecrets, withoutStripeMessage } from './redact.ts'

/** From the least that is said to the most. */
export const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const

export type LogLevel = (typeof LOG_LEVELS)[number]

/**
 * @param destination the standard output unless given
 * @example
 * const log = createLogger('info')
 * log.warn({ err: error, stripeid }, 'the account could not be fetched')
 */
export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      // Which machine and process it is, whoever collects the lines knows better.
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: redacted,
        bindings: redacted,
      },
      hooks: {
        // An error that is logged without words of ours would give its own, which pino takes before any formatter.
        logMethod(args, method) {
          method.apply(this, withoutStripeMessage(args))
        },
        streamWrite: withoutSecrets,
      },
    },
    destination ?? pino.destination(1),
  )
}
