/**
 * Japanese text as Stripe takes it. A name, a line of an address and the holder of a bank account take different characters.
 *
 * @module
 */
import { type Parsed, parseText } from './parse.ts'

/**
 * A name: katakana, with a dot or a space between its parts.
 *
 * @example
 * parseKanaName('もりかわ', 100) // { value: 'モリカワ' }
 */
export function parseKanaName(typed: string, longest: number): Parsed {
  const name = inKatakana(typed)
  return name !== undefined && /^[\p{scx=Katakana}・ ]+$/u.test(name)
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
  const line = inKatakana(typed)?.replace(/(?<=\d)[\p{Pd}\u2212ー](?=[\dA-Z])/giu, '-')
  return line !== undefined && /^[\p{scx=Katakana}A-Za-z\d・ .,'()/#&-]+$/u.test(line)
    ? parseText(line, longest)
    : { refusal: 'refusal.kana-address' }
}

/**
 * The holder of a bank account, as Japanese banks print it: katakana or Latin letters, signs in half width, and a space in full
 * width between the words. Payouts to a name with an ordinary space fail.
 *
 * @see https://support.stripe.com/questions/add-a-bank-account-for-payouts-in-japan
 * @example
 * parseKanaHolder('カ）ヤマダ ハナコ', 150) // { value: 'カ)ヤマダ　ハナコ' }
 */
export function parseKanaHolder(typed: string, longest: number): Parsed {
  const holder = inKatakana(typed)?.replaceAll(' ', '\u3000')
  return holder !== undefined && /^[\p{scx=Katakana}A-Za-z\d・\u3000.,()/-]+$/u.test(holder)
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

/** Longer than any line: the time to normalise a long row of accents grows with the square of its length. */
const LONGEST = 1000

/** In full width, with hiragana as katakana, and with Latin letters, digits and signs in half width. */
function inKatakana(typed: string): string | undefined {
  if (typed.length > LONGEST) return undefined
  return typed
    .normalize('NFKC')
    .replace(/[\u3041-\u3096]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60))
    .replace(/\s+/g, ' ')
}
