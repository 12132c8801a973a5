import { normalForm } from './normal-form.ts'

/** Every dash, the minus sign, and the Japanese mark for a long vowel, which stands for a dash between digits. */
const DASH = /[\p{Pd}\u2212\u30fc]/gu

/** A wave dash, as both kinds of Japanese keyboard write it. An ordinary tilde stays: an email address may have one. */
const WAVE_DASH = /[\u301c\uff5e]/g

/** Joiners, direction marks and variation selectors, which come with what is pasted from a chat or a PDF. */
const INVISIBLE = /[\p{Cf}\p{Variation_Selector}]/gu

/**
 * Replaces full-width and non-Latin digits, full-width signs and every dash, as keyboards, word processors and PDFs write them.
 *
 * @param typed a number, a code or an email address; not a name, whose spelling must stay
 * @example
 * plainCharacters('１５０－０００１') // '150-0001'
 * plainCharacters('٧٨٤') // '784'
 * plainCharacters('123–45–6789') // '123-45-6789'
 */
export function plainCharacters(typed: string): string {
  return normalForm(typed.replace(WAVE_DASH, '-'), 'NFKC')
    .replace(INVISIBLE, '')
    .replace(/[‘’]/g, "'")
    .replace(DASH, '-')
    .replace(/(?!\d)\p{Nd}/gu, (digit) => String(figureOf(digit)))
}

/**
 * Latin letters, digits and signs in half width. Everything else stays, so that a name keeps its spelling.
 *
 * @example
 * halfWidth('Ｔａｉ　Ｍａｎ') // 'Tai　Man'
 */
export function halfWidth(text: string): string {
  return text.replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
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
    .replace(/[\s.,:;·・•'"“”„_\-/()【】〒°#]/g, '')
}

/**
 * A text without certain characters at its end. A regular expression would take the square of the time for a long row of them.
 *
 * @example
 * withoutEnd('maya@example.com.', /[.,]/) // 'maya@example.com'
 */
export function withoutEnd(text: string, characters: RegExp): string {
  let length = text.length
  while (length > 0 && characters.test(text[length - 1] ?? '')) length -= 1
  return text.slice(0, length)
}

/** The most words of a label: `codice fiscale`, `IBAN No.`. */
const MOST_WORDS = 3

/**
 * A number as typed, then without the words before it one by one, since people copy its name with it. The first that fits is the
 * number: many begin with letters themselves.
 *
 * @example
 * withAndWithoutLabel('RFC: GODE 561231 GR8') // ['RFC: GODE 561231 GR8', 'GODE 561231 GR8', '561231 GR8']
 */
export function withAndWithoutLabel(typed: string): string[] {
  const readings = [plainCharacters(typed)]
  for (let words = 1; words <= MOST_WORDS; words += 1) {
    const [, rest] = /^\s*[\p{L}°]+[\s.,:#/(°-]+([^\s].*)$/su.exec(readings.at(-1) ?? '') ?? []
    if (rest === undefined) break
    readings.push(rest)
  }
  return readings
}
