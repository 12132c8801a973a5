/**
 * What people call a state, where ISO 3166-2 has another name or code for it. The form has a list; these are for programs, which
 * hand on an address as somebody wrote it.
 *
 * @module
 */
const USUAL_NAMES: Record<string, Record<string, string>> = {
  BR: { Brasília: 'DF' },
  CA: { PEI: 'PE', Newfoundland: 'NL', Québec: 'QC', Yukon: 'YT' },
  IN: {
    'New Delhi': 'DL',
    'J&K': 'JK',
    'Jammu & Kashmir': 'JK',
    TG: 'TS',
    OR: 'OD',
    Orissa: 'OD',
    UT: 'UK',
    Uttaranchal: 'UK',
    CT: 'CG',
    'Andaman & Nicobar': 'AN',
  },
  MX: {
    CDMX: 'CMX',
    DF: 'CMX',
    'D.F.': 'CMX',
    'Distrito Federal': 'CMX',
    'Mexico City': 'CMX',
    Coahuila: 'COA',
    'Estado de México': 'MEX',
    Edomex: 'MEX',
    Michoacán: 'MIC',
    'Querétaro de Arteaga': 'QUE',
    Veracruz: 'VER',
  },
  US: { 'Washington DC': 'DC', 'Washington, D.C.': 'DC', 'D.C.': 'DC' },
}

/** Names for the values of `subdivisions`. */
export function usualNames(country: string): readonly (readonly [name: string, value: string])[] {
  return Object.entries(USUAL_NAMES[country] ?? {})
}
