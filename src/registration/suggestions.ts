/**
 * What is known of a person before they have answered, so that no form asks for it again. It stands in the form for the person to
 * correct, and counts as an answer only once they have sent it.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { Caller } from '../context/context.ts'

/** What a host knows of the person signed in. */
export type Known = Pick<Caller, 'name' | 'email'>

/**
 * A full name in two parts, for a name in Latin letters: its last word is the family name.
 *
 * @returns undefined for a name of one word or in another script, whose order nobody can tell
 * @example
 * nameParts('Ana María López') // { first: 'Ana María', last: 'López' }
 */
export function nameParts(name = ''): { first: string; last: string } | undefined {
  const words = name.split(/\s/u).filter(Boolean)
  const last = words.pop()
  if (last === undefined || words.length === 0 || /(?!\p{Script=Latin})\p{L}/u.test(name)) return undefined
  return { first: words.join(' '), last }
}

/** The name that a bank account of this account probably has: the company's, or the seller's. */
export function holderName({ business_type, company, individual }: Stripe.Account): string {
  if (business_type === 'company') return company?.name ?? ''
  return [individual?.first_name, individual?.last_name].filter(Boolean).join(' ')
}
