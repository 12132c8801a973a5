/**
 * Japanese text as Stripe takes it. A name, a line of an address and the holder of a bank account take different characters.
 *
 * @module
 */
import { type Parsed, parseText } from './parse.ts'

/**
 * A name: katakana, with a dot, a hyphen or a space between its parts.
 *
 * @example
 * parseKanaName('もりかわ', 100) // { value: 'モリカワ' }
 */
export function parseKanaName(typed: string, longest: number): Parsed {
  const name = inKatakana(typed)
  return name !== undefined && /^[\p{scx=Katakana}・ .-]+$/u.test(name) && LETTER.test(name)
    ? parseText(name, longest)
    : { refusal: 'refusal.kana-name' }
}

/**
 * A line of an address: numbers of blocks and names of buildings may have digits and Latin letters.
 *
 * @example
 * parseKanaAddress('５ー３ー４ めぞんＡ１０１', 200) // { value: '5-3-4 メゾンA101' }
 */
export function parseKanaAddress(typed: string, longest: number): Parsed {
  const line = inKatakana(typed)?.replace(/(?<=\d)ー(?=[\dA-Z])/giu, '-')
  return line !== undefined && /^[\p{scx=Katakana}A-Za-z\d・ .,'()/#&-]+$/u.test(line)
    ? parseText(line, longest)
    : { refusal: 'refusal.kana-address' }
}

/**
 * A town or a city: as a line of an address, with a word in katakana.
 *
 * @example
 * parseKanaPlace('じんぐうまえ 3ちょうめ', 200) // { value: 'ジングウマエ 3チョウメ' }
 */
export function parseKanaPlace(typed: string, longest: number): Parsed {
  const place = parseKanaAddress(typed, longest)
  return 'value' in place && !LETTER.test(String(place.value)) ? { refusal: 'refusal.kana-place' } : place
}

/**
 * The holder of a bank account, as Japanese banks print it: katakana or Latin letters, signs in half width, and a space in full
 * width between words of katakana. Payouts to such a name with an ordinary space fail.
 *
 * @see https://support.stripe.com/questions/add-a-bank-account-for-payouts-in-japan
 * @example
 * parseKanaHolder('カ）ヤマダ ハナコ', 150) // { value: 'カ)ヤマダ　ハナコ' }
 */
export function parseKanaHolder(typed: string, longest: number): Parsed {
  const name = inKatakana(typed)
  const holder = name !== undefined && LETTER.test(name) ? name.replaceAll(' ', '\u3000') : name
  return holder !== undefined &&
    /^[\p{scx=Katakana}A-Za-z\d・\u3000 .,()/-]+$/u.test(holder) &&
    /[A-Za-z\u30a1-\u30fa]/.test(holder)
    ? parseText(holder, longest)
    : { refusal: 'refusal.kana-holder' }
}

/**
 * Whether two texts are the same word in katakana, in full width and half width, with and without small letters. Stripe gives
 * prefectures as banks write them: `ﾄｳｷﾖｳﾄ`.
 */
export function sameKana(one: string, other: string): boolean {
  return withoutSmall(one) === withoutSmall(other)
}

function withoutSmall(kana: string): string | undefined {
  return inKatakana(kana)?.replace(/[ァィゥェォッャュョヮ]/g, (small) =>
    String.fromCharCode(small.charCodeAt(0) + 1),
  )
}

/** A sign of katakana that is a letter, not only a mark. */
const LETTER = /[\u30a1-\u30fa]/

/** Other dashes than the hyphen. People take them for the mark of a long vowel where one belongs. */
const DASH = /[\p{Pd}\u2212]/gu

/** Longer than any line: the time to normalise a long row of accents grows with the square of its length. */
const LONGEST = 1000

/** In full width, with hiragana as katakana, and with Latin letters, digits and signs in half width. */
function inKatakana(typed: string): string | undefined {
  if (typed.length > LONGEST) return undefined
  return (
    typed
      // The marks of a voiced sound, where they stand alone, would become a space and the mark.
      .replaceAll('\u309b', '\u3099')
      .replaceAll('\u309c', '\u309a')
      .replaceAll('\uff5e', '\u301c')
      .replaceAll('\uff0d', '\u2212')
      .normalize('NFKC')
      .replace(/[\u3041-\u3096\u309d\u309e]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60))
      // No vowel is long after the letters for n and for a doubled consonant: there it parts two names.
      .replace(/(?<=[\u30a1-\u30fa])(?<![ンッ])[\p{Pd}\u2212](?![\dA-Z])/giu, 'ー')
      .replace(DASH, '-')
      .replace(/\s+/g, ' ')
  )
}
