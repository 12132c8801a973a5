/**
 * Sentences for people in their language: looks up the catalogue, and formats dates, numbers and money with `Intl`.
 *
 * @module
 */
import { ErrorCode, FormatError, IntlMessageFormat } from 'intl-messageformat'
import type { Problem } from '../core/errors.ts'
import { own } from '../core/own.ts'
import type { Catalogue, MessageKey } from './sentences.ts'

export type MessageValues = Record<string, string | number | Date | boolean>

/**
 * Currencies whose smallest unit is the unit itself, as Stripe counts them. Stripe lists Ugandan shillings here too, but also
 * as a special case: an amount of 500 means 5 shillings.
 *
 * @see https://docs.stripe.com/currencies#zero-decimal
 * @see https://docs.stripe.com/currencies#special-cases
 */
const ZERO_DECIMAL = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '))
/** @see https://docs.stripe.com/currencies#three-decimal */
const THREE_DECIMAL = new Set('bhd jod kwd omr tnd'.split(' '))

/** How many decimal places an amount of this currency has in Stripe's API. */
export function currencyDigits(currency: string): 0 | 2 | 3 {
  const code = currency.toLowerCase()
  if (ZERO_DECIMAL.has(code)) return 0
  return THREE_DECIMAL.has(code) ? 3 : 2
}

/**
 * An amount in the currency's unit.
 *
 * @param amount in the currency's minor unit
 * @example
 * decimalAmount(-1234, 'usd') // '-12.34'
 */
export function decimalAmount(amount: number, currency: string): string {
  const digits = currencyDigits(currency)
  const padded = String(Math.abs(amount)).padStart(digits + 1, '0')
  const split = padded.length - digits
  return `${amount < 0 ? '-' : ''}${padded.slice(0, split)}${digits ? `.${padded.slice(split)}` : ''}`
}

/**
 * @example
 * const messages = new Translator('en', [{ 'layout.menu': 'Menu' }])
 * messages.text('layout.menu') // 'Menu'
 * messages.money(123456, 'usd') // '$1,234.56'
 */
export class Translator {
  readonly language: string
  readonly #catalogues: readonly Catalogue[]
  readonly #formats = new Map<string, IntlMessageFormat>()
  // Making one of these takes too long to do for each page.
  readonly #numbers: Intl.NumberFormat
  readonly #lists: Intl.ListFormat
  readonly #days: Intl.DateTimeFormat
  readonly #times: Intl.DateTimeFormat
  readonly #regions: Intl.DisplayNames
  readonly #currencies: Intl.DisplayNames

  /** @param catalogues the first one with a sentence counts */
  constructor(language: string, catalogues: readonly Catalogue[]) {
    this.language = language
    this.#catalogues = catalogues
    this.#numbers = new Intl.NumberFormat(language)
    this.#lists = new Intl.ListFormat(language)
    this.#days = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' })
    this.#times = new Intl.DateTimeFormat(language, {
      dateStyle: 'medium',
      timeStyle: 'short',
      timeZone: 'UTC',
    })
    this.#regions = new Intl.DisplayNames(language, { type: 'region', fallback: 'code' })
    this.#currencies = new Intl.DisplayNames(language, { type: 'currency', fallback: 'code' })
  }

  /** The sentence for a key, with its placeholders filled. */
  text(key: MessageKey, values?: MessageValues): string {
    return this.maybe(key, values) ?? key
  }

  /** As `text`, for keys made at run time (error codes, requirement paths). Returns undefined when there is no such sentence. */
  maybe(key: string, values?: MessageValues): string | undefined {
    let format = this.#formats.get(key)
    if (!format) {
      const source = this.#source(key)
      if (source === undefined) return undefined
      format = new IntlMessageFormat(source, this.language, undefined, { ignoreTag: true })
      this.#formats.set(key, format)
    }
    return String(format.format(values))
  }

  #source(key: string): string | undefined {
    for (const catalogue of this.#catalogues) {
      const source = own(catalogue, key)
      if (source !== undefined) return source
    }
    return undefined
  }

  /** The sentence for a problem: its own, else the catalogue's for its code, else one that fits any problem. */
  problem({ code, message, values }: Problem): string {
    return message ?? this.#filled(`problem.${code}`, values) ?? this.text('refusal.other')
  }

  /** As `maybe`, for a code that a caller may have made of a name in their answers: then nobody has values for its sentence. */
  #filled(key: string, values: MessageValues | undefined): string | undefined {
    try {
      return this.maybe(key, values)
    } catch (error) {
      if (error instanceof FormatError && error.code === ErrorCode.MISSING_VALUE) return undefined
      throw error
    }
  }

  /** @param amount in the currency's minor unit */
  money(amount: number, currency: string): string {
    const digits = currencyDigits(currency)
    return new Intl.NumberFormat(this.language, {
      style: 'currency',
      currency: currency.toUpperCase(),
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(decimalAmount(amount, currency) as unknown as number)
  }

  /** Several things in words: 'Name, Phone and E-mail'. */
  list(items: readonly string[]): string {
    return this.#lists.format(items)
  }

  number(value: number): string {
    return this.#numbers.format(value)
  }

  /** A day in words, in UTC: 21 November 2026. */
  date(at: Date): string {
    return this.#days.format(at)
  }

  /** A day and a time in UTC, marked as such, because readers live in different time zones. */
  dateTime(at: Date): string {
    // Intl does not accept a time zone's name together with styles.
    return `${this.#times.format(at)}\u00A0UTC`
  }

  /** A country's name, e.g. 'Germany' for 'DE'; the code itself when unknown. */
  country(code: string): string {
    return nameOf(code, this.#regions)
  }

  /** A currency's name, e.g. 'euro' for 'eur'. */
  currency(code: string): string {
    return nameOf(code.toUpperCase(), this.#currencies)
  }
}

function nameOf(code: string, names: Intl.DisplayNames): string {
  try {
    return names.of(code) ?? code
  } catch (error) {
    // The text does not even look like a code.
    if (error instanceof RangeError) return code
    throw error
  }
}
