/**
 * What an account is called for a person who looks at a list of them.
 *
 * @module
 */
import type { Stripe } from 'stripe'

/** Languages that write the family name first, told by the script that the name is written in. */
const FAMILY_NAME_FIRST = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u

/**
 * @returns the company's or the individual's name; undefined as long as Stripe has none
 * @example
 * accountName(account) // 'Maya Hart', '森川 遥', 'Lindqvist Pottery GmbH'
 */
export function accountName(account: Stripe.Account): string | undefined {
  const { company, individual } = account
  return company?.name || company?.name_kanji || (individual && personName(individual)) || undefined
}

/** @returns undefined as long as Stripe has neither a first nor a last name */
export function personName(person: Stripe.Person): string | undefined {
  const first = person.first_name || person.first_name_kanji || person.first_name_kana
  const last = person.last_name || person.last_name_kanji || person.last_name_kana
  const parts = FAMILY_NAME_FIRST.test(`${first}${last}`) ? [last, first] : [first, last]
  return parts.filter(Boolean).join(' ') || undefined
}
