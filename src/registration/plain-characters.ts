/** Longer than any number, code or email address. */
const LONGEST = 300

/**
 * Replaces full-width and non-Latin digits, and full-width signs, as Japanese and Arabic keyboards type them.
 *
 * @param typed a number, a code or an email address; not a name, whose spelling must stay
 * @returns text longer than any of these unchanged: the time to normalise a long row of accents grows with the square of its length
 * @example
 * plainCharacters('１５０－０００１') // '150-0001'
 * plainCharacters('٧٨٤') // '784'
 */
export function plainCharacters(typed: string): string {
  if (typed.length > LONGEST) return typed
  return typed.normalize('NFKC').replace(/(?!\d)\p{Nd}/gu, (digit) => String(figureOf(digit)))
}

/** In Unicode the ten digits of a script stand in a row, and the character before the zero is not a digit. */
function figureOf(digit: string): number {
  const code = digit.codePointAt(0) ?? 0
  let value = 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1
  return value
}

/**
 * A number without the spaces and signs printed between its groups, which Stripe does not accept.
 *
 * @example
 * withoutGroups('a123456(3)') // 'A1234563'
 */
export function withoutGroups(typed: string): string {
  return plainCharacters(typed)
    .toUpperCase()
    .replace(/[\s.\-/()]/g, '')
}
