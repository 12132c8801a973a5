/**
 * Times as people write them on the command line and on the routes that Stripe does not have.
 *
 * @module
 */
import { type Parameter, timestamp } from './parameters.ts'

/** Unix seconds of a number of them, or of a date such as `2026-01-31T12:00:00Z`. NaN for any other text. */
export function secondsOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  return /^\d{4}-\d\d-\d\d/.test(text) ? Math.floor(Date.parse(text) / 1000) : Number.NaN
}

/** A time in Unix seconds, or as a date. */
export function time(): Parameter<number> {
  const seconds = timestamp()
  return {
    read(value, name) {
      const given = typeof value === 'string' ? secondsOf(value) : Number.NaN
      return seconds.read(Number.isNaN(given) ? value : String(given), name)
    },
  }
}
