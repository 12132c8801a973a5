/**
 * An example IBAN for each country, with the right length and check digits, as its banks print it in their instructions.
 * None is a test number of Stripe's: they are shown with a live key.
 *
 * @see https://www.swift.com/standards/data-standards/iban-international-bank-account-number
 * @module
 */
const EXAMPLES: Record<string, string> = Object.fromEntries(
  [
    'AE46 0090 0000 0012 3456 789',
    'AT61 1904 3002 3457 3201',
    'BE68 5390 0754 7034',
    'BG80 BNBG 9661 1020 3456 78',
    'CH93 0076 2011 6238 5295 7',
    'CY17 0020 0128 0000 0012 0052 7600',
    'CZ65 0800 0000 1920 0014 5399',
    'DE75 5121 0800 1245 1261 99',
    'DK50 0040 0440 1162 43',
    'EE38 2200 2210 2014 5685',
    'ES91 2100 0418 4502 0005 1332',
    'FI21 1234 5600 0007 85',
    'FR14 2004 1010 0505 0001 3M02 606',
    'GB29 NWBK 6016 1331 9268 19',
    'GR16 0110 1250 0000 0001 2300 695',
    'HU42 1177 3016 1111 1018 0000 0000',
    'IE29 AIBK 9311 5212 3456 78',
    'IT60 X054 2811 1010 0000 0123 456',
    'LT12 1000 0111 0100 1000',
    'LU28 0019 4006 4475 0000',
    'LV80 BANK 0000 4351 9500 1',
    'MT84 MALT 0110 0001 2345 MTLC AST0 01S',
    'NL91 ABNA 0417 1643 00',
    'NO93 8601 1117 947',
    'PL61 1090 1014 0000 0712 1981 2874',
    'PT50 0027 0000 0001 2345 6783 3',
    'RO49 AAAA 1B31 0075 9384 0000',
    'SE45 5000 0000 0583 9825 7466',
    'SI56 2633 0001 2039 086',
    'SK31 1200 0000 1987 4263 7541',
  ].map((iban) => [iban.slice(0, 2), iban]),
)

/** In groups of four, as people read it. For a country that is not listed, only the beginning. */
export function ibanExample(country: string): string {
  return EXAMPLES[country] ?? `${country}12 3456 …`
}
