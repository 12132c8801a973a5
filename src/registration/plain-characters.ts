/** Longer than any number, code or address for mail. */
const LONGEST = 300

/**
 * What keyboards elsewhere give for the figures and signs of a number: full-width ones in Japan, Arabic ones.
 *
 * @param typed a number, a code or an address for mail: nothing whose spelling matters, as a name's does
 * @returns what is too long to be one as it is: a long row of accents takes the square of its length to be put in order
 * @example
 * plainCharacters('１５０－０００１') // '150-0001'
 * plainCharacters('٧٨٤') // '784'
 */
export function plainCharacters(typed: string): string {
  if (typed.length > LONGEST) return typed
  return typed.normalize('NFKC').replace(/(?!\d)\p{Nd}/gu, (digit) => String(figureOf(digit)))
}

/** The ten digits of a script follow each other, and nothing that stands before the first is one. */
function figureOf(digit: string): number {
  const code = digit.codePointAt(0) ?? 0
  let value = 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1
  return value
}

/**
 * A number without what is printed between its groups, which Stripe does not take.
 *
 * @example
 * withoutGroups('a123456(3)') // 'A1234563'
 */
export function withoutGroups(typed: string): string {
  return plainCharacters(typed)
    .toUpperCase()
    .replace(/[\s.\-/()]/g, '')
}
