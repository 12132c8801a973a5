/**
 * The name that lists show for an account.
 *
 * @module
 */
import type { Stripe } from 'stripe'

/** Scripts of the languages that write the family name first. */
const FAMILY_NAME_FIRST = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u

/**
 * @returns the company's or the individual's name; undefined while Stripe has none
 * @example
 * accountName(account) // 'Maya Hart', '森川 遥', 'Lindqvist Pottery GmbH'
 */
export function accountName(account: Stripe.Account): string | undefined {
  const { company, individual } = account
  return company?.name || company?.name_kanji || (individual && personName(individual)) || undefined
}

/** @returns undefined while Stripe has neither a first nor a last name */
export function personName(person: Stripe.Person): string | undefined {
  const first = person.first_name || person.first_name_kanji || person.first_name_kana
  const last = person.last_name || person.last_name_kanji || person.last_name_kana
  const parts = FAMILY_NAME_FIRST.test(`${first}${last}`) ? [last, first] : [first, last]
  return parts.filter(Boolean).join(' ') || undefined
}
