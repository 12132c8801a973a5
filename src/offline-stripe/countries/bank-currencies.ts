/**
 * The payout currencies of each country, and the countries where a bank account in each currency may be.
 * Source: `supported_bank_account_currencies` of https://docs.stripe.com/api/country_specs.
 *
 * @module
 */

/** Countries that share one list: the part of the EEA that Stripe serves, the United Kingdom and Switzerland. */
export const EUROPE = [
  ...['AT', 'BE', 'BG', 'CH', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GB', 'GR', 'HU'],
  ...['IE', 'IT', 'LT', 'LU', 'LV', 'MT', 'NL', 'NO', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK'],
] as const

const EUROPEAN_CURRENCIES = [
  ...['aud', 'cad', 'chf', 'czk', 'dkk', 'eur', 'gbp', 'hkd', 'huf'],
  ...['jpy', 'nok', 'nzd', 'pln', 'ron', 'sek', 'sgd', 'usd', 'zar'],
]

/** Currencies whose home country may hold the bank account only when the connected account is there too. */
const DOMESTIC_ONLY: Record<string, string> = { czk: 'CZ', huf: 'HU', pln: 'PL', ron: 'RO' }

/** For a connected account in a European country: each currency with the countries where a bank account in it may be. */
export function europeanBankCurrencies(country: string): Record<string, string[]> {
  return Object.fromEntries(
    EUROPEAN_CURRENCIES.map((currency) => [currency, europeanBankCountries(country, currency)]),
  )
}

function europeanBankCountries(country: string, currency: string): string[] {
  if (currency === 'usd') return [...EUROPE, 'US']
  const home = DOMESTIC_ONLY[currency]
  return EUROPE.filter((place) => place !== home || place === country)
}
