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
  if (!filledAlone(company, row.personid)) return whole(row)
  const shown = Object.entries(row.stripeObject).filter(([name]) => SHOWN.includes(name))
  const status = row.stripeObject.verification?.status
  const stripeObject = { ...Object.fromEntries(shown), ...(status && { verification: { status } }) }
  return whole({ ...row, stripeObject: stripeObject as Stripe.Person })
}
