/**
 * Japanese text as Stripe takes it. A name, a line of an address and the holder of a bank account take different characters.
 *
 * @module
 */
import { normalForm } from '../../core/normal-form.ts'
import { type Parsed, parseText } from './parse.ts'

/**
 * A name: katakana, with a dot, a hyphen or a space between its parts.
 *
 * @example
 * parseKanaName('もりかわ', 100) // { value: 'モリカワ' }
 */
export function parseKanaName(typed: string, longest: number): Parsed {
  const name = inKatakana(typed)
  return /^[\p{scx=Katakana}・ .-]+$/u.test(name) && LETTER.test(name)
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
  const line = inKatakana(typed).replace(/(?<=\d)ー(?=[\dA-Z])/giu, '-')
  return /^[\p{scx=Katakana}A-Za-z\d・ .,'()/#&-]+$/u.test(line)
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
 * The holder of a bank account, as Japanese banks print it: all in katakana or all in capital Latin letters, with digits and few
 * signs, in half width but for a space between words of katakana. Payouts to such a name with an ordinary space fail.
 *
 * @see https://support.stripe.com/questions/add-a-bank-account-for-payouts-in-japan
 * @example
 * parseKanaHolder('カ）ヤマダ・ハナコ', 150) // { value: 'カ)ヤマダ　ハナコ' }
 */
export function parseKanaHolder(typed: string, longest: number): Parsed {
  const apart = WORDS_WITH_HYPHEN.test(typed) ? typed.replace(DASH, ' - ') : typed
  const name = inKatakana(apart).replace(' - ', '-').replaceAll('・', ' ').toUpperCase()
  const holder = LETTER.test(name) ? name.replaceAll(' ', '\u3000') : name
  const isOneScript = !LETTER.test(name.replace(LEGAL_FORM, '')) || !/[A-Z]/.test(name)
  return HOLDER.test(holder) && isOneScript && /[A-Z\u30a1-\u30fa]/.test(holder)
    ? parseText(holder, longest)
    : { refusal: 'refusal.kana-holder' }
}

const HOLDER = /^[\u30a1-\u30fa\u30fcA-Z\d\u3000 .()/-]+$/u

/** The bank's abbreviation of a company's legal form, in katakana before or behind a name in any letters: カ)ABC, ABC(カ. */
const LEGAL_FORM = /^[\u30a1-\u30fa]{1,2}\)|\([\u30a1-\u30fa]{1,2}\)?$/

/** A first and a last name with a hyphen for the space. In one word it is the mark of a long vowel: コ-ポ. */
const WORDS_WITH_HYPHEN =
  /^[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9f]{3,20}[\p{Pd}\u2212][\u3041-\u3096\u30a1-\u30fa\uff66-\uff9f]{3,20}$/u

/**
 * One spelling for a word in katakana, in full width and half width, with and without small letters. Stripe gives prefectures as
 * banks write them: `ﾄｳｷﾖｳﾄ`.
 */
export function foldKana(kana: string): string {
  return inKatakana(kana).replace(/[ァィゥェォッャュョヮ]/g, (small) =>
    String.fromCharCode(small.charCodeAt(0) + 1),
  )
}

/** A sign of katakana that is a letter, not only a mark. */
const LETTER = /[\u30a1-\u30fa]/

/** Other dashes than the hyphen. People take them for the mark of a long vowel where one belongs. */
const DASH = /[\p{Pd}\u2212]/gu

/** In full width, with hiragana as katakana, and with Latin letters, digits and signs in half width. */
function inKatakana(typed: string): string {
  const marked = typed
    // The marks of a voiced sound, where they stand alone, would become a space and the mark.
    .replaceAll('\u309b', '\u3099')
    .replaceAll('\u309c', '\u309a')
    .replaceAll('\uff5e', '\u301c')
    .replaceAll('\uff0d', '\u2212')
  return (
    normalForm(marked, 'NFKC')
      .replace(/[\u3041-\u3096\u309d\u309e]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60))
      // No vowel is long after the letters for n and for a doubled consonant: there it parts two names.
      .replace(/(?<=[\u30a1-\u30fa])(?<![ンッ])[\p{Pd}\u2212](?![\dA-Z])/giu, 'ー')
      .replace(DASH, '-')
      .replace(/\s+/g, ' ')
  )
}
