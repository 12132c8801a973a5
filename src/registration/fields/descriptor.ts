import { normalForm } from '../../core/normal-form.ts'
import { halfWidth } from '../../core/plain-characters.ts'
import type { Parsed } from './parse.ts'

const FORBIDDEN = '<>\\\'"*'

/** Letters that no accent can be taken off, as banks write them. */
const WRITTEN_OUT: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ð: 'd',
  đ: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
  '’': '',
  '–': '-',
  '—': '-',
  '´': '',
  '™': '',
  '®': '',
  '©': '',
}

/**
 * How payments appear on a buyer's statement. A text that banks cannot print is refused with one that they can.
 *
 * @see https://docs.stripe.com/get-started/account/statement-descriptors#requirements
 * @example
 * parseDescriptor('Café Müller', 5, 22)
 * // { refusal: 'refusal.descriptor-like', values: { proposal: 'CAFE MULLER', ... } }
 */
export function parseDescriptor(given: string, shortest: number, longest: number): Parsed {
  const typed = asTyped(given)
  const values = { shortest, longest, forbidden: FORBIDDEN }
  if (!isPrintable(typed)) {
    const proposal = printable(typed, longest)
    return isPrintable(proposal) && proposal.length >= shortest && /[A-Z]/.test(proposal)
      ? { refusal: 'refusal.descriptor-like', values: { ...values, proposal } }
      : { refusal: 'refusal.descriptor-characters', values }
  }
  if (typed.length < shortest || typed.length > longest)
    return { refusal: 'refusal.descriptor-length', values }
  return /[a-z]/i.test(typed) ? { value: typed } : { refusal: 'refusal.descriptor-letter', values }
}

/** With the spaces, dashes and letters of a Latin keyboard. */
function asTyped(given: string): string {
  return halfWidth(given)
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(/\s+/g, ' ')
}

function isPrintable(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text) && ![...FORBIDDEN].some((sign) => text.includes(sign))
}

/** The text in capital letters, without accents and without what banks do not print. */
function printable(typed: string, longest: number): string {
  const letters = [...typed.slice(0, 3 * longest).toLowerCase()]
  return normalForm(letters.map((letter) => WRITTEN_OUT[letter] ?? letter).join(''), 'NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[^\x20-\x7e]/g, ' ')
    .replace(/[<>\\'"*]/g, '')
    .replace(/ +/g, ' ')
    .trim()
    .slice(0, longest)
    .trim()
}
