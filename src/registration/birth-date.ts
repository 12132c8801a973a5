/**
 * A date of birth from three boxes.
 *
 * @module
 */
import type { MessageKey } from '../messages/sentences.ts'

export interface BirthDate {
  day: number
  month: number
  year: number
}

type Part = keyof BirthDate

export interface BirthDateRefusal {
  /** The box that the mistake is in. */
  part: Part
  refusal: MessageKey
}

const MINIMUM_AGE = 18
const MAXIMUM_AGE = 120

/** The years of Stripe's test dates of birth (1 January). @see https://docs.stripe.com/connect/testing#test-dobs */
const TEST_YEARS = [1900, 1901, 1902]

/**
 * A date that exists, of somebody who is of age today to the day.
 *
 * @param test whether Stripe's test dates are taken, which are too long ago for anybody who lives
 * @returns undefined when nothing was typed in any box
 * @example
 * readBirthDate({ day: '31', month: '2', year: '1990' }, new Date(), false)
 * // { part: 'day', refusal: 'refusal.no-such-day' }
 */
export function readBirthDate(
  typed: Record<Part, string>,
  now: Date,
  test: boolean,
): BirthDate | BirthDateRefusal | undefined {
  if (!typed.day && !typed.month && !typed.year) return undefined
  const day = wholeNumber(typed.day, 31)
  const month = wholeNumber(typed.month, 12)
  const year = wholeNumber(typed.year, 9999)
  if (day === undefined) return { part: 'day', refusal: 'refusal.day' }
  if (month === undefined) return { part: 'month', refusal: 'refusal.month' }
  if (year === undefined || typed.year.length !== 4) return { part: 'year', refusal: 'refusal.year' }
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate())
    return { part: 'day', refusal: 'refusal.no-such-day' }
  if (test && day === 1 && month === 1 && TEST_YEARS.includes(year)) return { day, month, year }
  const age = ageOf({ day, month, year }, now)
  if (age < MINIMUM_AGE) return { part: 'year', refusal: 'refusal.too-young' }
  if (age > MAXIMUM_AGE) return { part: 'year', refusal: 'refusal.too-old' }
  return { day, month, year }
}

function wholeNumber(text: string, most: number): number | undefined {
  if (!/^\d{1,4}$/.test(text)) return undefined
  const value = Number(text)
  return value >= 1 && value <= most ? value : undefined
}

/** How far ahead of UTC the earliest time zone is, in milliseconds. */
const EARLIEST_ZONE = 14 * 60 * 60 * 1000

/** In whole years, where the day begins first: nobody is told on their birthday that it is tomorrow. Stripe looks again. */
function ageOf({ day, month, year }: BirthDate, instant: Date): number {
  const now = new Date(instant.getTime() + EARLIEST_ZONE)
  const hadBirthday =
    now.getUTCMonth() + 1 > month || (now.getUTCMonth() + 1 === month && now.getUTCDate() >= day)
  return now.getUTCFullYear() - year - (hadBirthday ? 0 : 1)
}
