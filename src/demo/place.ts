/**
 * What the demo knows of a country that its sellers live in.
 *
 * @module
 */

/** A name as it is written in Latin letters and, in Japan, in the two scripts that Stripe asks for. */
export interface Name {
  latin: string
  kana?: string
  kanji?: string
}

interface JapaneseAddress {
  postal_code: string
  state: string
  city: string
  town: string
  line1: string
}

export type Town =
  | { city: string; postal_code: string; state?: string; streets: readonly [string, ...string[]] }
  | { kana: JapaneseAddress; kanji: JapaneseAddress }

/** The numbers of a bank account; those that fail do so at the first payout. */
export interface BankNumber {
  account_number: string
  routing_number?: string
}

export interface Place {
  country: string
  currency: string
  /** How many of the sellers live here. */
  sellers: number
  given: readonly [Name, ...Name[]]
  family: readonly [Name, ...Name[]]
  towns: readonly [Town, ...Town[]]
  phone: string
  bank: { good: BankNumber; failing: readonly [BankNumber, ...BankNumber[]] }
  /** The house number is written before the street's name, as in `12 Mill Street`. */
  numberFirst: boolean
}
