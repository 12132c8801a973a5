/**
 * What the demo knows about a country in which its sellers live.
 *
 * @module
 */

/** A name in Latin letters and, in Japan, in the two scripts that Stripe asks for. */
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

/** The numbers of a bank account. A failing one fails at the first payout. */
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
  /** Whether the house number comes before the street, as in `12 Mill Street`. */
  numberFirst: boolean
}
