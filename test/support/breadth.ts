/**
 * How many cases of a sweep are tried. CI tries all of them, which takes half an hour; `npm test` tries some that stand for all.
 *
 * @module
 */
import { COUNTRIES } from '../../src/offline-stripe/countries/index.ts'

export const everyCase = Boolean(process.env.CI)

/** @returns all cases under CI, and elsewhere as many as given, evenly spread, the first and the last among them */
export function some<T>(cases: readonly T[], most: number): readonly T[] {
  if (everyCase || cases.length <= most) return cases
  const step = (cases.length - 1) / Math.max(1, most - 1)
  return Array.from({ length: most }, (_, at) => cases[Math.round(at * step)] as T)
}

/** Countries that differ most from each other: in numbers, addresses, scripts, banks and what is asked. */
const DIFFERENT = ['AE', 'BR', 'DE', 'GB', 'IN', 'JP', 'SG', 'US']

/** @returns every country of custom accounts under CI, and elsewhere the most different ones */
export const someCountries: readonly string[] = everyCase ? COUNTRIES : DIFFERENT
