/**
 * Structured logs, one JSON object a line, in which secrets and personal data are blanked wherever they stand.
 *
 * @module
 */
import { type Bindings, type ChildLoggerOptions, type DestinationStream, type Logger, pino } from 'pino'
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
  const log = pino(
    {
      level,
      // Which machine and process it is, whoever collects the lines knows better.
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: redacted },
      // The formatter has been at the errors already.
      serializers: { err: (value: unknown) => value },
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
  // No formatter of pino's sees what a child is bound to. Children inherit this one.
  const { child } = log
  log.child = function (this: Logger, bindings: Bindings, options?: ChildLoggerOptions) {
    return Reflect.apply(child, this, [redacted(bindings), options])
  } as unknown as typeof child
  return log
}
