/**
 * The one spelling of a postal code that Stripe takes in each country, and how to read what people write.
 *
 * @see https://www.upu.int/en/postal-solutions/programmes-services/addressing-solutions
 * @module
 */
import { plainCharacters, withAndWithoutLabel, withoutGroups } from '../../core/plain-characters.ts'

interface PostalCode {
  /** A postal code that exists in the country, as Stripe takes it. */
  example: string
  /** What its capital letters and digits must be, and how Stripe's spelling is put together from them. */
  spellings: readonly (readonly [letters: RegExp, spelling: string])[]
  /** What people write before it, besides the country's code, and Stripe does not take: the country's sign on cars, say. */
  prefixes: readonly string[]
}

const FOUR = /^\d{4}$/
const FIVE = /^\d{5}$/
const SIX = /^\d{6}$/
const THREE_AND_TWO = /^(\d{3})(\d{2})$/

function code(example: string, letters: RegExp, spelling = '$&', ...prefixes: string[]): PostalCode {
  return { example, spellings: [[letters, spelling]], prefixes }
}

const POSTAL_CODES: Record<string, PostalCode> = {
  AT: code('1010', FOUR, '$&', 'A'),
  AU: code('2000', FOUR),
  BE: code('1000', FOUR, '$&', 'B'),
  BG: code('1000', FOUR),
  BR: code('01310-100', /^(\d{5})(\d{3})$/, '$1-$2', 'CEP'),
  // Letters that look like digits or like each other are never there: https://www.canadapost-postescanada.ca
  CA: code('K1A 0B1', /^([ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z])(\d[ABCEGHJ-NPRSTV-Z]\d)$/, '$1 $2'),
  CH: code('8001', FOUR, '$&', 'FL'),
  CY: code('1010', FOUR),
  CZ: code('110 00', THREE_AND_TWO, '$1 $2'),
  DE: code('10115', FIVE, '$&', 'D'),
  DK: code('1050', FOUR),
  EE: code('10111', FIVE),
  // The first two digits are the province: https://es.wikipedia.org/wiki/Código_postal_de_España
  ES: code('28001', /^(0[1-9]|[1-4]\d|5[0-2])\d{3}$/, '$&', 'E'),
  FI: code('00100', FIVE, '$&', 'FIN', 'AX'),
  FR: code('75001', FIVE, '$&', 'F'),
  GB: {
    example: 'SW1A 1AA',
    spellings: [
      [/^([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})$/, '$1 $2'],
      [/^GIR0AA$/, 'GIR 0AA'],
      // British forces abroad.
      [/^BFPO(\d{1,4})$/, 'BFPO $1'],
    ],
    prefixes: [],
  },
  GR: code('105 57', THREE_AND_TWO, '$1 $2', 'EL'),
  HU: code('1051', FOUR, '$&', 'H'),
  IE: code('D02 X285', /^([AC-FHKNPRTV-Y]\d[\dW])([AC-FHKNPRTV-Y\d]{4})$/, '$1 $2'),
  IN: code('110001', /^[1-9]\d{5}$/),
  IT: code('00118', FIVE, '$&', 'I'),
  JP: code('150-0001', /^(\d{3})(\d{4})$/, '$1-$2'),
  LT: code('01100', FIVE),
  LU: code('1111', FOUR, '$&', 'L'),
  LV: code('LV-1010', FOUR, 'LV-$&'),
  MT: code('VLT 1117', /^([A-Z]{3})(\d{4})$/, '$1 $2'),
  MX: code('06000', FIVE, '$&', 'CP'),
  MY: code('50000', FIVE),
  NL: code('1011 AB', /^([1-9]\d{3})((?!SA|SD|SS)[A-Z]{2})$/, '$1 $2'),
  NO: code('0150', FOUR, '$&', 'N'),
  NZ: code('6011', FOUR),
  PL: code('00-001', /^(\d{2})(\d{3})$/, '$1-$2'),
  PT: code('1100-148', /^(\d{4})(\d{3})$/, '$1-$2', 'P'),
  RO: code('010011', SIX),
  SE: code('111 22', THREE_AND_TWO, '$1 $2', 'S'),
  SG: code('018956', SIX, '$&', 'S'),
  SI: code('1000', FOUR, '$&', 'SLO'),
  SK: code('811 01', THREE_AND_TWO, '$1 $2'),
  US: {
    example: '94111',
    spellings: [
      [FIVE, '$&'],
      [/^(\d{5})(\d{4})$/, '$1-$2'],
    ],
    prefixes: [],
  },
}

/** In a country without postal codes, or one that is not listed. */
const ANY = /^[A-Z\d][A-Z\d -]{0,11}$/

/** A postal code of the country as Stripe takes it; empty where there are none, or none that we know. */
export function postalCodeExample(country: string): string {
  return POSTAL_CODES[country]?.example ?? ''
}

/**
 * Reads a postal code with or without the country's code before it, in small letters, and with any separators.
 *
 * @returns it as Stripe takes it; undefined when the country has no such postal code
 * @example
 * readPostalCode('LU', 'L-9767') // '9767'
 * readPostalCode('NL', '2742nz') // '2742 NZ'
 * readPostalCode('JP', '〒１５０ー０００１') // '150-0001'
 */
export function readPostalCode(country: string, typed: string): string | undefined {
  const known = POSTAL_CODES[country]
  if (!known) {
    const plain = plainCharacters(typed).toUpperCase().replace(/\s+/g, ' ')
    return ANY.test(plain) ? plain : undefined
  }
  const prefixes = [country, ...known.prefixes]
  const readings = withAndWithoutLabel(typed)
    .flatMap(withAndWithoutTown)
    .map(withoutGroups)
    .flatMap((whole) => [whole, ...prefixes.flatMap((prefix) => without(prefix, whole))])
  for (const letters of readings) {
    for (const [pattern, spelling] of known.spellings)
      if (pattern.test(letters)) return letters.replace(pattern, spelling)
  }
  return undefined
}

/** The town may stand behind it: 75001 Paris. The first that fits is the postal code. */
function withAndWithoutTown(text: string): string[] {
  const words = text.split(/[\s,]+/, MOST_WORDS)
  return [text, ...words.map((_, at) => words.slice(0, words.length - at - 1).join(' '))]
}

const MOST_WORDS = 6

function without(prefix: string, letters: string): string[] {
  return letters.startsWith(prefix) ? [letters.slice(prefix.length)] : []
}
