/** Longer than any number, code or email address. */
const LONGEST = 300

/** Every dash, the minus sign, and the Japanese mark for a long vowel, which stands for a dash between digits. */
const DASH = /[\p{Pd}\u2212\u30fc]/gu

/**
 * Replaces full-width and non-Latin digits, full-width signs and every dash, as keyboards, word processors and PDFs write them.
 *
 * @param typed a number, a code or an email address; not a name, whose spelling must stay
 * @returns text longer than any of these unchanged: the time to normalise a long row of accents grows with the square of its length
 * @example
 * plainCharacters('１５０－０００１') // '150-0001'
 * plainCharacters('٧٨٤') // '784'
 * plainCharacters('123–45–6789') // '123-45-6789'
 */
export function plainCharacters(typed: string): string {
  if (typed.length > LONGEST) return typed
  return typed
    .normalize('NFKC')
    .replace(DASH, '-')
    .replace(/(?!\d)\p{Nd}/gu, (digit) => String(figureOf(digit)))
}

/** In Unicode the ten digits of a script stand in a row, and the character before the zero is not a digit. */
function figureOf(digit: string): number {
  const code = digit.codePointAt(0) ?? 0
  let value = 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1
  return value
}

/**
 * A number or code in capital letters, without the spaces and signs that people write between its groups.
 *
 * @example
 * withoutGroups('a123456(3)') // 'A1234563'
 * withoutGroups('〒150-0001') // '1500001'
 */
export function withoutGroups(typed: string): string {
  return plainCharacters(typed)
    .toUpperCase()
    .replace(/[\s.,:·'\-/()〒]/g, '')
}
