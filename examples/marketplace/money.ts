/** Amounts as Stripe counts them: whole numbers of a currency's smallest unit. */

/** @see https://docs.stripe.com/currencies#zero-decimal */
const ZERO_DECIMAL = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '))
/** @see https://docs.stripe.com/currencies#three-decimal */
const THREE_DECIMAL = new Set('BHD JOD KWD OMR TND'.split(' '))
/** Stripe takes amounts of up to eight digits. */
const MOST = 99_999_999

/** How many decimal places of the currency Stripe's amounts have. */
function digitsOf(currency: string): 0 | 2 | 3 {
  const code = currency.toUpperCase()
  return ZERO_DECIMAL.has(code) ? 0 : THREE_DECIMAL.has(code) ? 3 : 2
}

/** @example money(2450, 'usd') // '$24.50' */
export function money(amount: number, currency: string): string {
  const digits = digitsOf(currency)
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amount / 10 ** digits)
}

/** @example currencyName('usd') // 'US dollars' */
export function currencyName(currency: string): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'name' })
  return format.formatToParts(2).find(({ type }) => type === 'currency')?.value ?? currency.toUpperCase()
}

/**
 * How many decimal places a price may have. Stripe wants the third one to be 0, and counts hundredths of some currencies that
 * people do not use.
 *
 * @see https://docs.stripe.com/currencies#special-cases
 */
function priceDigits(currency: string): number {
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions()
  return Math.min(2, digitsOf(currency), maximumFractionDigits)
}

/** @example examplePrice('jpy') // '2400' */
export function examplePrice(currency: string): string {
  return priceDigits(currency) === 0 ? '2400' : '24.00'
}

/**
 * A price as people type it, with a point or a comma, in the currency's smallest unit; undefined for anything else.
 *
 * @example readPrice('24,5', 'usd') // 2450
 */
export function readPrice(text: string, currency: string): number | undefined {
  const [, whole = '', fraction = ''] = /^(\d{1,8})(?:[.,](\d+))?$/.exec(text) ?? []
  if (fraction.length > priceDigits(currency)) return undefined
  const amount = Number(whole + fraction.padEnd(digitsOf(currency), '0'))
  return amount > 0 && amount <= MOST ? amount : undefined
}
