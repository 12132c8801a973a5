/**
 * States, provinces and the like as options whose values Stripe takes for `address.state`.
 *
 * @see https://docs.stripe.com/api/accounts/update#update_account-individual-address-state
 * @module
 */
import { iso31662 } from 'iso-3166'
import type { Option } from '../../web/form-fields.ts'
import { PREFECTURES } from './prefectures.ts'

/** Countries whose subdivisions have their ISO 3166-2 codes as values, without the country's code. */
const BY_CODE = ['AU', 'BR', 'CA', 'IN', 'MX', 'US']

/** Listed by hand because ISO 3166-2 transliterates the names, or lists only larger areas than addresses use. */
const BY_NAME: Record<string, readonly string[]> = {
  AE: ['Abu Dhabi', 'Ajman', 'Dubai', 'Fujairah', 'Ras Al Khaimah', 'Sharjah', 'Umm Al Quwain'],
  IE: [
    ...['Carlow', 'Cavan', 'Clare', 'Cork', 'Donegal', 'Dublin', 'Galway', 'Kerry', 'Kildare', 'Kilkenny'],
    ...['Laois', 'Leitrim', 'Limerick', 'Longford', 'Louth', 'Mayo', 'Meath', 'Monaghan', 'Offaly'],
    ...['Roscommon', 'Sligo', 'Tipperary', 'Waterford', 'Westmeath', 'Wexford', 'Wicklow'],
  ],
}

/** Parts of the United States for which Stripe has no accounts. Puerto Rico is not one of them. */
const WITHOUT_ACCOUNTS = ['US-AS', 'US-GU', 'US-MP', 'US-UM', 'US-VI']

/**
 * @param script of the address, for a country that writes addresses in several scripts
 * @returns an empty list when the person types the state instead of choosing it
 * @example
 * subdivisions('US').find(({ value }) => value === 'CA')?.label // 'California'
 */
export function subdivisions(country: string, script: 'main' | 'kanji' | 'kana' = 'main'): Option[] {
  if (country === 'JP') {
    return PREFECTURES.map(([latin, kanji, kana]) => {
      const value = script === 'kana' ? kana : kanji
      return { value, label: `${value} (${latin})` }
    })
  }
  const names = BY_NAME[country]
  if (names) return names.map((name) => ({ value: name, label: name }))
  return BY_CODE.includes(country) ? byCode(country) : []
}

/** Kept, because every form for such a country needs them and ISO 3166-2 has thousands of entries to search. */
const kept = new Map<string, Option[]>()

function byCode(country: string): Option[] {
  const known = kept.get(country)
  if (known) return known
  const options = iso31662
    .filter(({ code }) => code.startsWith(`${country}-`) && !WITHOUT_ACCOUNTS.includes(code))
    .map(({ code, name }) => ({ value: code.slice(country.length + 1), label: plain(name) }))
    .toSorted((a, b) => a.label.localeCompare(b.label, 'en'))
  kept.set(country, options)
  return options
}

/** ISO 3166-2 marks long vowels that English does not write: Karnātaka. */
function plain(name: string): string {
  return name.includes('ā') || name.includes('ī') ? name.normalize('NFD').replace(/\p{M}/gu, '') : name
}
