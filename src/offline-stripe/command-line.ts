/**
 * The arguments of `stripe-connect offline-stripe`.
 *
 * @module
 */
import { parseArgs } from 'node:util'
import { parsedUrl } from './parsed-url.ts'
import type { OfflineStripeOptions } from './start.ts'
import { secondsOf } from './time.ts'

const DEFAULT_PORT = 12111
const USAGE =
  'Usage: stripe-connect offline-stripe [--port 12111] [--host 127.0.0.1] [--public-url <url>] [--data <file>] [--https] [--forward-to <url>] [--webhook-secret whsec_...] [--verification-seconds 3] [--now <time>]'

/** What the process starts with. */
export type Arguments = OfflineStripeOptions & { port: number; host: string }

/** Thrown for an argument that makes no sense; the message says what it must be. */
class UsageError extends Error {}

/** Returns the arguments, or a sentence on what is wrong with them. */
export function readArguments(): Arguments | string {
  try {
    return parsed()
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)} ${USAGE}`.replaceAll('\n', ' ')
  }
}

function parsed(): Arguments {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    options: {
      ...{
        port: text,
        host: text,
        data: text,
        now: text,
        'public-url': text,
        'webhook-secret': text,
        'verification-seconds': text,
      },
      'forward-to': { type: 'string', multiple: true, default: [] },
      https: { type: 'boolean', default: false },
    },
  })
  const { data: file, 'webhook-secret': webhookSecret, 'verification-seconds': seconds, now } = values
  const { 'public-url': publicUrl } = values
  if (webhookSecret !== undefined && !/^whsec_\S+$/.test(webhookSecret))
    throw new UsageError('--webhook-secret must begin with whsec_.')
  return {
    port: numberOf('port', values.port ?? String(DEFAULT_PORT), 65_535),
    host: values.host ?? '127.0.0.1',
    https: values.https,
    forwardTo: values['forward-to'].map((url) => webAddress('forward-to', url)),
    ...(publicUrl !== undefined && { publicUrl: webAddress('public-url', publicUrl).replace(/\/+$/, '') }),
    ...(file !== undefined && { file }),
    ...(webhookSecret !== undefined && { webhookSecret }),
    ...(seconds !== undefined && { verificationSeconds: numberOf('verification-seconds', seconds, 10 ** 9) }),
    ...(now !== undefined && { now: timeOf(now) }),
  }
}

function numberOf(name: string, given: string, max: number): number {
  const number = Number(given)
  if (given.trim() !== '' && Number.isInteger(number) && number >= 0 && number <= max) return number
  throw new UsageError(`--${name} must be a number from 0 to ${max}, not ${given}.`)
}

const EXAMPLES = {
  'forward-to': 'http://localhost:8000/webhooks',
  'public-url': 'http://stripe.my-network:12111',
}

function webAddress(name: keyof typeof EXAMPLES, given: string): string {
  if (/^https?:$/.test(parsedUrl(given)?.protocol ?? '')) return given
  throw new UsageError(`--${name} must be an address such as ${EXAMPLES[name]}, not ${given}.`)
}

/** Unix seconds of a number of them, or of a date. */
function timeOf(given: string): number {
  const time = secondsOf(given)
  if (Number.isSafeInteger(time) && time >= 0) return time
  throw new UsageError(`--now must be a date such as 2026-01-31T12:00:00Z, or seconds, not ${given}.`)
}
