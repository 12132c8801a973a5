/**
 * The countries that the offline Stripe serves: {@link COUNTRIES} lists them, {@link countrySpec} is the answer of
 * `GET /v1/country_specs/{country}`. As at Stripe, there is no country spec where only the recipient agreement is possible.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { EUROPE, europeanBankCurrencies } from './bank-currencies.ts'
import { paymentCurrencies } from './payment-currencies.ts'
import { recipientCountry } from './recipient-countries.ts'
import { transferCountries } from './transfer-countries.ts'
import { verificationFields } from './verification-fields.ts'

/** European currencies other than the euro. */
const EUROPEAN_CURRENCY: Record<string, string> = {
  CH: 'chf',
  CZ: 'czk',
  DK: 'dkk',
  GB: 'gbp',
  HU: 'huf',
  NO: 'nok',
  PL: 'pln',
  RO: 'ron',
  SE: 'sek',
}

/** Outside Europe: each currency, the default first, with the countries where a bank account in it may be. */
const ELSEWHERE: Record<string, Record<string, string[]>> = {
  AE: { aed: ['AE'] },
  AU: { aud: ['AU'], nzd: ['AU'], usd: ['AU'] },
  BR: { brl: ['BR'] },
  CA: { cad: ['CA'], usd: ['CA', 'US'] },
  HK: { hkd: ['HK'], usd: ['HK'] },
  IN: { inr: ['IN'] },
  JP: { jpy: ['JP'] },
  MX: { mxn: ['MX'] },
  MY: { myr: ['MY'] },
  NZ: { nzd: ['NZ'] },
  SG: { sgd: ['SG'], usd: ['SG'] },
  US: { usd: ['US'] },
}

/** Every country where an account can be under the full agreement, sorted. */
export const COUNTRIES: readonly string[] = [...EUROPE, ...Object.keys(ELSEWHERE)].toSorted()

const SPECS = new Map(COUNTRIES.map((country) => [country, specOf(country)]))

function specOf(country: string): Stripe.CountrySpec {
  const bankCurrencies = ELSEWHERE[country] ?? europeanBankCurrencies(country)
  const [onlyOrFirst = 'eur'] = Object.keys(bankCurrencies)
  const currency = country in ELSEWHERE ? onlyOrFirst : (EUROPEAN_CURRENCY[country] ?? 'eur')
  return {
    id: country,
    object: 'country_spec',
    default_currency: currency,
    supported_bank_account_currencies: bankCurrencies,
    supported_payment_currencies: paymentCurrencies(country, currency),
    supported_payment_methods: country === 'US' ? ['ach', 'card', 'stripe'] : ['card', 'stripe'],
    supported_transfer_countries: transferCountries(country),
    verification_fields: verificationFields(country),
  }
}

/**
 * The spec of a country; undefined when Stripe does not serve it.
 *
 * @example
 * countrySpec('GB')?.default_currency // 'gbp'
 */
export function countrySpec(country: string): Stripe.CountrySpec | undefined {
  return SPECS.get(country)
}

/** Every country's spec, sorted by code. */
export function countrySpecs(): Stripe.CountrySpec[] {
  return [...SPECS.values()]
}

/** The currencies in which an account in this country can be paid, each with the countries where the bank account may be. */
export function bankCurrencies(country: string): Record<string, string[]> {
  const recipient = recipientCountry(country)
  if (recipient) return { [recipient.currency]: [country] }
  return countrySpec(country)?.supported_bank_account_currencies ?? {}
}

/** The currency of a country's accounts; undefined when Stripe serves no accounts there. */
export function currencyOf(country: string): string | undefined {
  return recipientCountry(country)?.currency ?? countrySpec(country)?.default_currency
}
