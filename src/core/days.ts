/**
 * Days in UTC, by which what happened is counted.
 *
 * @module
 */

/** The day of a time, `YYYY-MM-DD`. */
export function dayOf(time: Date | string | number): string {
  return new Date(time).toISOString().slice(0, 10)
}

/** When a day begins. */
export function startOf(day: string): Date {
  return new Date(`${day}T00:00:00Z`)
}
