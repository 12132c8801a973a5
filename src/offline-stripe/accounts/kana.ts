/**
 * What Stripe takes in Japan as a name, as an address and as the holder of a bank account, each in katakana of either width.
 *
 * @module
 */
import { invalidParameter } from '../errors.ts'

const KATAKANA = '\\p{scx=Katakana}\\u3000 ・'
const LATIN = 'A-Za-zＡ-Ｚａ-ｚ\\d０-９'

const NAME = new RegExp(`^[${KATAKANA}.-]+$`, 'u')
const ADDRESS = new RegExp(`^[${KATAKANA}${LATIN}.,'()/#&－-]+$`, 'u')
/** A letter of katakana in either width. */
const WORD = /[\u30a1-\u30fa\uff66-\uff9d]/

/** No ordinary space between words of katakana: banks return payouts to such a holder. */
const HOLDER = new RegExp(`^([\\p{scx=Katakana}\\u3000・${LATIN}.,()/-]+|[${LATIN} .,()/-]+)$`, 'u')

export function checkKanaName(name: string | null | undefined, param: string): void {
  if (name && !(NAME.test(name) && WORD.test(name))) throw notKana(name, param)
}

export function checkKanaAddress(
  address: Partial<Record<'line1' | 'line2' | 'town' | 'city', string | null>> | undefined,
  param: string,
): void {
  for (const part of ['line1', 'line2', 'town', 'city'] as const) {
    const line = address?.[part]
    if (line && !ADDRESS.test(line)) throw notKana(line, `${param}[${part}]`)
    // Numbers and names of buildings may be in Latin letters, but not all of a place's name.
    if (line && (part === 'town' || part === 'city') && !WORD.test(line))
      throw invalidParameter(`You must provide a Kana variation of "${line}".`, {
        param: `${param}[${part}]`,
      })
  }
}

export function checkKanaHolder(holder: string | null | undefined, param: string): void {
  if (!holder)
    throw invalidParameter(`Missing required param: ${param}.`, { code: 'parameter_missing', param })
  if (!HOLDER.test(holder)) throw notKana(holder, param)
}

function notKana(text: string, param: string): Error {
  return invalidParameter(`"${text}" is not valid: only katakana is allowed here.`, {
    code: 'invalid_characters',
    param,
  })
}
