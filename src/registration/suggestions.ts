/**
 * What is known of a person before they have answered, so that no form asks for it again. It stands in the form for the person to
 * correct, and counts as an answer only once they have sent it.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { hasPeople } from '../accounts/has-people.ts'
import type { Caller } from '../context/context.ts'

/** What a host knows of the person signed in. */
export type Known = Pick<Caller, 'name' | 'email'>

/** Countries whose people write the family name first when they sign up, or have two. */
const ANOTHER_ORDER =
  'AO AR BO BR CL CN CO CR CU CV DO EC ES GQ GT GW HK HN HU ID IN JP KH KR LK MM MN MO MX MY MZ NI PA PE PT PY SG ST SV TH TL TW UY VE VN'

/** Words of a family name, or between a name and the father's. */
const PARTICLES =
  'abu al af ap av ben bin bint binti da dal das de degli dei del della den der des di do dos du el fitz ibn la las le les lo los ter ten tot van vande vanden vander von vom y zu zum zur'

/** Before or behind a name. */
const TITLES =
  'dame dipl dr esq frau fr herr hr ii iii iv ing jr junior lady lord mag md miss mme monsieur mr mrs ms mx ph phd prof professor rev senior sir sr sra'

const NO_NAMES = new Set(`${PARTICLES} ${TITLES}`.split(' '))

/** Latin letters, and what joins them. An initial is not what an identity document shows. */
const WORD = /^\p{Script=Latin}[\p{Script=Latin}\p{M}'’-]*\p{Script=Latin}\p{M}*$/u

/**
 * A full name in two parts, where nobody could read it otherwise: a name on no document is worse than an empty field.
 *
 * @param country of the account
 * @returns undefined unless it is two words in Latin letters, neither of them a title or part of a family name
 * @example
 * nameParts('Maya Hart', 'GB') // { first: 'Maya', last: 'Hart' }
 * nameParts('Ludwig van Beethoven', 'DE') // undefined
 */
export function nameParts(name = '', country: string): { first: string; last: string } | undefined {
  const words = name.split(/\s/u).filter(Boolean)
  const [first, last] = words
  if (first === undefined || last === undefined || words.length > 2) return undefined
  if (ANOTHER_ORDER.split(' ').includes(country)) return undefined
  if (!words.every((word) => WORD.test(word) && !NO_NAMES.has(word.toLowerCase()))) return undefined
  // In some countries people write the family name in capitals, wherever it stands.
  const capitals = words.filter((word) => word === word.toUpperCase())
  return capitals.length === 1 ? undefined : { first, last }
}

/** The name that a bank account of this account probably has: the company's, or the seller's. */
export function holderName(account: Stripe.Account): string {
  const { company, individual } = account
  if (hasPeople(account)) return company?.name ?? ''
  return [individual?.first_name, individual?.last_name].filter(Boolean).join(' ')
}
