import { remembered } from '../../core/remembered.ts'
import type { BirthDate } from '../birth-date.ts'

const PARTS: readonly (keyof BirthDate)[] = ['day', 'month', 'year']

/**
 * The order in which a country writes a date; day, month, year for anything that is not a country code.
 *
 * @example
 * dateOrder('US') // ['month', 'day', 'year']
 */
export const dateOrder = remembered((country): readonly (keyof BirthDate)[] => {
  // Maltese is the one language in which Node writes the month first and the people do not.
  if (country === 'MT') return PARTS
  // A row of an earlier version may have no country.
  if (!/^[A-Z]{2}$/.test(country)) return PARTS
  const { language = 'en' } = new Intl.Locale(`und-${country}`).maximize()
  const written = new Intl.DateTimeFormat(`${language}-${country}`, { calendar: 'gregory' }).formatToParts(0)
  return written.flatMap(({ type }) => PARTS.filter((part) => part === type))
})
