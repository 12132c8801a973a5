/**
 * Reads a date of birth from its three inputs.
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
  /** The input with the mistake. */
  part: Part
  refusal: MessageKey
}

/** Our own limit: Stripe takes people from 13 with a legal guardian, for whom there is no form. */
const MINIMUM_AGE = 18
const MAXIMUM_AGE = 120

/** The years of Stripe's test dates of birth (1 January). @see https://docs.stripe.com/connect/testing#test-dobs */
const TEST_YEARS = [1900, 1901, 1902]

/**
 * Checks that the date exists and that the person is 18 to 120 years old today.
 *
 * @param test whether Stripe's test dates are accepted, which are too long ago for anybody alive
 * @returns undefined when all three inputs are empty; a refusal for each input with a mistake
 * @example
 * readBirthDate({ day: '31', month: '2', year: '1990' }, new Date(), false)
 * // [{ part: 'day', refusal: 'refusal.no-such-day' }]
 */
export function readBirthDate(
  typed: Record<Part, string>,
  now: Date,
  test: boolean,
): BirthDate | BirthDateRefusal[] | undefined {
  if (!typed.day && !typed.month && !typed.year) return undefined
  const day = wholeNumber(typed.day, 31)
  const month = wholeNumber(typed.month, 12)
  const year = typed.year.length === 4 ? wholeNumber(typed.year, 9999) : undefined
  if (day === undefined || month === undefined || year === undefined) {
    return [
      ...(day === undefined ? [{ part: 'day', refusal: 'refusal.day' } as const] : []),
      ...(month === undefined ? [{ part: 'month', refusal: 'refusal.month' } as const] : []),
      ...(year === undefined ? [{ part: 'year', refusal: 'refusal.year' } as const] : []),
    ]
  }
  const date = { day, month, year }
  const refusal = refusalOf(date, now, test)
  return refusal ? [refusal] : date
}

function refusalOf(date: BirthDate, now: Date, test: boolean): BirthDateRefusal | undefined {
  const { day, month, year } = date
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate())
    return { part: 'day', refusal: 'refusal.no-such-day' }
  if (test && day === 1 && month === 1 && TEST_YEARS.includes(year)) return undefined
  const age = ageOf(date, now)
  // A year to come, or one of another calendar.
  if (age < 0 || age > MAXIMUM_AGE) return { part: 'year', refusal: 'refusal.unlikely-year' }
  return age < MINIMUM_AGE ? { part: 'year', refusal: 'refusal.too-young' } : undefined
}

function wholeNumber(text: string, most: number): number | undefined {
  if (!/^\d{1,4}$/.test(text)) return undefined
  const value = Number(text)
  return value >= 1 && value <= most ? value : undefined
}

/** How far the earliest time zone is ahead of UTC, in milliseconds. */
const EARLIEST_ZONE = 14 * 60 * 60 * 1000

/** In whole years, in the earliest time zone, so that nobody is refused on their 18th birthday. Stripe checks the age again. */
function ageOf({ day, month, year }: BirthDate, instant: Date): number {
  const now = new Date(instant.getTime() + EARLIEST_ZONE)
  const hadBirthday =
    now.getUTCMonth() + 1 > month || (now.getUTCMonth() + 1 === month && now.getUTCDate() >= day)
  return now.getUTCFullYear() - year - (hadBirthday ? 0 : 1)
}
