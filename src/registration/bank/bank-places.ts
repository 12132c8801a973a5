/**
 * The countries and currencies that Stripe allows for an account's bank, from its country spec.
 *
 * @see https://docs.stripe.com/api/country_specs/object#country_spec_object-supported_bank_account_currencies
 * @module
 */
import type { Stripe } from 'stripe'

export class BankPlaces {
  readonly #countriesByCurrency: Readonly<Record<string, readonly string[]>>
  readonly #defaultCurrency: string

  constructor(spec: Pick<Stripe.CountrySpec, 'supported_bank_account_currencies' | 'default_currency'>) {
    this.#countriesByCurrency = spec.supported_bank_account_currencies
    this.#defaultCurrency = spec.default_currency
  }

  countries(): string[] {
    return [...new Set(Object.values(this.#countriesByCurrency).flat())].toSorted()
  }

  /** In lower case, the default currency of the account's country first. */
  currencies(country: string): string[] {
    const all = Object.keys(this.#countriesByCurrency).filter((currency) => this.supports(country, currency))
    return all.toSorted((a, b) => Number(b === this.#defaultCurrency) - Number(a === this.#defaultCurrency))
  }

  supportsCurrency(currency: string): boolean {
    return Object.hasOwn(this.#countriesByCurrency, currency)
  }

  supports(country: string, currency: string): boolean {
    return (
      this.supportsCurrency(currency) && (this.#countriesByCurrency[currency]?.includes(country) ?? false)
    )
  }
}
