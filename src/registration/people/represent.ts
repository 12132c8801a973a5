import type { Stripe } from 'stripe'
import type { z } from 'zod'
import { type personSchema, person as whole } from '../../accounts/representations.ts'
import type { PersonRow } from '../../accounts/store/persons.ts'
import { type Company, filledAlone } from './person-form.ts'

/** What the seller may know of somebody who filled in their own part. */
const SHOWN = [
  ...['id', 'object', 'account', 'created', 'relationship', 'requirements', 'future_requirements'],
  ...['first_name', 'last_name', 'first_name_kana', 'first_name_kanji', 'last_name_kana', 'last_name_kanji'],
]

/** Somebody of a company as the API returns them to the seller. */
export function represent(
  row: PersonRow,
  company: Pick<Company, 'invitations'>,
): z.infer<typeof personSchema> {
  return whole({ ...row, stripeObject: shownToSeller(row.stripeObject, company) })
}

/** Somebody of a company, without what they filled in themselves. */
export function shownToSeller(person: Stripe.Person, company: Pick<Company, 'invitations'>): Stripe.Person {
  if (!filledAlone(company, person.id)) return person
  const shown = Object.entries(person).filter(([name]) => SHOWN.includes(name))
  const status = person.verification?.status
  return { ...Object.fromEntries(shown), ...(status && { verification: { status } }) } as Stripe.Person
}
