/**
 * The parts of a country that an address names, as choices whose values Stripe takes for `address.state`.
 *
 * @see https://docs.stripe.com/api/accounts/update#update_account-individual-address-state
 * @module
 */
import { iso31662 } from 'iso-3166'
import type { Option } from '../../web/form-fields.ts'
import { PREFECTURES } from './prefectures.ts'

/** Countries whose subdivisions are the codes of ISO 3166-2 without the country. */
const BY_CODE = ['AU', 'BR', 'CA', 'IN', 'MX', 'US']

/** Named by hand where the names of ISO 3166-2 are transliterations, or stop above what an address has. */
const BY_NAME: Record<string, readonly string[]> = {
  AE: ['Abu Dhabi', 'Ajman', 'Dubai', 'Fujairah', 'Ras Al Khaimah', 'Sharjah', 'Umm Al Quwain'],
  IE: [
    ...['Carlow', 'Cavan', 'Clare', 'Cork', 'Donegal', 'Dublin', 'Galway', 'Kerry', 'Kildare', 'Kilkenny'],
    ...['Laois', 'Leitrim', 'Limerick', 'Longford', 'Louth', 'Mayo', 'Meath', 'Monaghan', 'Offaly'],
    ...['Roscommon', 'Sligo', 'Tipperary', 'Waterford', 'Westmeath', 'Wexford', 'Wicklow'],
  ],
}

/** Islands without inhabitants who could have an account. */
const UNINHABITED = ['US-UM']

/**
 * @param script of the address, where a country writes it in several
 * @returns an empty list where the part is typed rather than chosen
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

/** Kept, since every form of an account there needs them and there are thousands to look through. */
const kept = new Map<string, Option[]>()

function byCode(country: string): Option[] {
  const known = kept.get(country)
  if (known) return known
  const options = iso31662
    .filter(({ code }) => code.startsWith(`${country}-`) && !UNINHABITED.includes(code))
    .map(({ code, name }) => ({ value: code.slice(country.length + 1), label: plain(name) }))
    .toSorted((a, b) => a.label.localeCompare(b.label, 'en'))
  kept.set(country, options)
  return options
}

/** Names of ISO 3166-2 mark long vowels that nobody types in English: Karnātaka. */
function plain(name: string): string {
  return name.includes('ā') || name.includes('ī') ? name.normalize('NFD').replace(/\p{M}/gu, '') : name
}
