/**
 * Structured logs, one JSON object a line, with secrets and personal data blanked.
 *
 * @module
 */
import { type Bindings, type ChildLoggerOptions, type DestinationStream, type Logger, pino } from 'pino'
import { readableLine } from './readable-line.ts'
import { redacted, withoutSecrets, withoutStripeMessage } from './redact.ts'
import { standardOutput } from './standard-output.ts'

/** From the quietest to the most talkative. */
export const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const

export type LogLevel = (typeof LOG_LEVELS)[number]

/**
 * @param destination standard output by default
 * @example
 * const log = createLogger('info')
 * log.warn({ err: error, stripeid }, 'the account could not be fetched')
 */
export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  const log = pino(
    {
      level,
      // The log collector knows the machine and the process better.
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: redacted },
      // The formatter has already cleaned the errors.
      serializers: { err: (value: unknown) => value },
      hooks: {
        // pino would take an error's own message, before any formatter, when the error is logged without one.
        logMethod(args, method) {
          method.apply(this, withoutStripeMessage(args))
        },
        streamWrite: withoutSecrets,
      },
    },
    destination ?? ownOutput(),
  )
  // pino's formatters do not see the bindings of a child. Children inherit this method.
  const { child } = log
  log.child = function (this: Logger, bindings: Bindings, options?: ChildLoggerOptions) {
    return Reflect.apply(child, this, [redacted(bindings), options])
  } as unknown as typeof child
  return log
}

/** One for all loggers of the process. */
let output: DestinationStream | undefined

function ownOutput(): DestinationStream {
  output ??= process.stdout.isTTY ? readable(standardOutput()) : standardOutput()
  return output
}

/** A person at a terminal reads words, a log collector JSON. */
function readable(plain: DestinationStream): DestinationStream {
  return { write: (line) => plain.write(readableLine(line)) }
}
