/**
 * How people write a box at a post office in place of a street. Stripe wants the street where somebody lives or works.
 *
 * @see https://support.stripe.com/questions/requirements-for-having-a-us-stripe-account
 * @module
 */
import { plainCharacters } from '../../core/plain-characters.ts'
import { fold } from '../../storage/columns.ts'

/** Countries in which no letters come to the door, so that an address may have nothing but a box. */
const BOXES_ONLY = ['AE']

/** In English, and in words that mean nothing else in any country. Folded: in small letters without accents. */
const ANYWHERE: readonly RegExp[] = [
  /^(g\.? ?)?p\.? ?o\.? ?b(ox|\.|\b)/,
  /^(post|postal|post office|mail|gpo) ?box\b/,
  /^(locked bag|private bag|private mail ?box|post bag|pmb) [#no. ]{0,5}\d/,
  /^(general delivery|poste restante)\b/,
  /^(postfach|packstation|postfiliale|postbus|postboks|postilokero|postafiok)\b/,
  /^(boite postale|case postale|casier postal|casella postale|caixa postal|casuta postala)\b/,
  /^(skrytka poczt|postovni (schranka|prihradka)|postovy priecinok|postni predal|pasta kastite)/,
  /^(abonentine dezute|ταχ(υδρομικη|\.)? ?θυριδα|пощенска кутия|私書箱|郵政信箱)/,
]

/** Short words that mean something else elsewhere. */
const THERE: Record<string, RegExp> = {
  BE: /^b\.?p\.? ?\d/,
  BG: /^п\.? ?к\.? ?\d/,
  CA: /^(c\.?p\.?|b\.?p\.?) ?\d/,
  CH: /^c\.?p\.? ?\d/,
  DK: /^(post)?box \d/,
  ES: /^(apartado|apdo\.?)\b.*\d/,
  FI: /^pl \d/,
  FR: /^(b\.?p\.?|c\.?s\.?) ?\d/,
  GR: /^τ\.? ?θ\.? ?\d/,
  HU: /^pf\.? ?\d/,
  IT: /^c\.?p\.? ?\d/,
  LU: /^b\.?p\.? ?\d/,
  MX: /^(apartado|apdo\.?)\b.*\d/,
  PT: /^(apartado|apdo\.?)\b.*\d/,
  SE: /^box \d/,
  US: /^(hc|hcr|highway contract)( route)? ?\d+,? box\b/,
}

/**
 * @param line the line of the street
 * @example
 * isPostOfficeBox('US', 'P.O. Box 123') // true
 * isPostOfficeBox('GB', '12 Box Lane') // false
 */
export function isPostOfficeBox(country: string, line: string): boolean {
  if (BOXES_ONLY.includes(country)) return false
  const plain = fold(plainCharacters(line)).trim().replace(/\s+/g, ' ')
  return ANYWHERE.some((box) => box.test(plain)) || THERE[country]?.test(plain) === true
}
