/**
 * What things cost in the demo's currencies.
 *
 * @module
 */
import { currencyDigits } from '../messages/translator.ts'

/** How many units a euro is worth, roughly; currencies with about the same value are left out. */
const PER_EURO: Record<string, number> = { jpy: 160, sek: 11, cad: 1.5, aud: 1.6 }

/** An amount worth so many euros, in the currency's minor unit. */
export function worth(euros: number, currency: string): number {
  return Math.round(euros * (PER_EURO[currency] ?? 1) * 10 ** currencyDigits(currency))
}

/** A round price worth about so many euros, in the currency's minor unit. */
export function price(euros: number, currency: string): number {
  const perEuro = PER_EURO[currency] ?? 1
  const step = perEuro < 10 ? 1 : perEuro < 100 ? 10 : 100
  return Math.round((euros * perEuro) / step) * step * 10 ** currencyDigits(currency)
}
