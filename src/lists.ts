/**
 * Lists for an app's own forms, as the earlier module exported them. They are those of this release and need no running module:
 * `GET /api/user/connect/country-specs` has what Stripe says today, to this platform.
 *
 * @module
 */
import { iso31662 } from 'iso-3166'
import type { CountrySpecResource } from './accounts/representations.ts'
import { countrySpecs as specs } from './offline-stripe/countries/index.ts'
import { countriesByName, merchantCategories } from './registration/index.ts'
import { translators } from './runtime/translators.ts'

export interface Country {
  object: 'country'
  /** ISO 3166-1, e.g. `GB`. */
  code: string
  name: string
}

/** A country where accounts are possible: Stripe's country spec and the country's name. */
export interface NamedCountrySpec extends CountrySpecResource {}

export interface Currency {
  object: 'currency'
  /** As Stripe writes it, e.g. `eur`. */
  currency: string
  /** As people write it, e.g. `EUR`. */
  name: string
}

export interface Division {
  object: 'option'
  /** ISO 3166-2 without the country's code, e.g. `CA` for California. */
  value: string
  text: string
}

export interface MerchantCategoryCode {
  object: 'mcc'
  /** ISO 18245, e.g. `5942`. */
  code: string
  description: string
}

const english = translators.english
const { compare } = new Intl.Collator('en')

/** Every country, by name. */
export const countryList: readonly Country[] = countriesByName(english).map(({ value, label }) => ({
  object: 'country',
  code: value,
  name: label,
}))

/** Each country's name by its code. */
export const countryNameIndex: Readonly<Record<string, string>> = Object.fromEntries(
  countryList.map(({ code, name }) => [code, name]),
)

/** Every country where accounts are possible, by name. */
export const countrySpecs: readonly NamedCountrySpec[] = specs()
  .map((spec) => ({ ...spec, name: english.country(spec.id) }))
  .toSorted((one, other) => compare(one.name, other.name))

/** The same by their codes. */
export const countrySpecIndex: Readonly<Record<string, NamedCountrySpec>> = Object.fromEntries(
  countrySpecs.map((spec) => [spec.id, spec]),
)

/** The currencies of bank accounts for each country where accounts are possible. */
export const countryCurrencyIndex: Readonly<Record<string, readonly Currency[]>> = Object.fromEntries(
  countrySpecs.map((spec) => [spec.id, currenciesOf(spec)]),
)

function currenciesOf({ supported_bank_account_currencies: currencies }: CountrySpecResource): Currency[] {
  return Object.keys(currencies).map((currency) => ({
    object: 'currency',
    currency,
    name: currency.toUpperCase(),
  }))
}

/** States, provinces and the like of each country, by name. A country without any has an empty list. */
export const countryDivisions: Readonly<Record<string, readonly Division[]>> = divisions()

function divisions(): Record<string, Division[]> {
  const found: Record<string, Division[]> = Object.fromEntries(countryList.map(({ code }) => [code, []]))
  for (const { code, name } of iso31662) {
    const [country = '', value = ''] = code.split('-')
    found[country]?.push({ object: 'option', value, text: name })
  }
  for (const list of Object.values(found)) list.sort((one, other) => compare(one.text, other.text))
  return found
}

/**
 * What a business may sell, by name.
 *
 * @param language of the names, where this module has them in it; else they are English
 */
export function getMerchantCategoryCodes(language = 'en'): MerchantCategoryCode[] {
  return merchantCategories(translators.in(language)).map(({ code, name }) => ({
    object: 'mcc',
    code,
    description: name,
  }))
}
