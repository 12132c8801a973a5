/**
 * The bank's country and currency that a form was drawn for: what is typed in it fits no other.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { lastOf } from '../../web/posted.ts'
import type { FormValues } from '../../web/route.ts'
import { bankFormat } from './bank-formats.ts'

/** `currency` is in lower case; empty for the country's first. */
export interface BankPlace {
  country: string
  currency: string
}

/** The name of the hidden input that has the place, e.g. `CA cad`. */
export const DRAWN_FOR = 'drawn-for'

/** Whether an input says where the bank is, or belongs to such an input. */
export function isOfPlace(name: string): boolean {
  return ['country', 'currency', DRAWN_FOR].includes(name)
}

/** The place to draw the form for. The currency follows the country, unless the person chose a currency as well. */
export function wantedPlace(posted: FormValues, account: Stripe.Account): BankPlace {
  const country = lastOf(posted.country) ?? account.country ?? ''
  const currency = lastOf(posted.currency) ?? account.default_currency ?? ''
  const drawn = drawnFor(posted)
  const follows = drawn !== undefined && drawn.country !== country && drawn.currency === currency
  return { country, currency: follows ? '' : currency }
}

/** Whether a place needs another currency or other numbers than the posted form has: then nothing was typed for it yet. */
export function needsOtherForm(posted: FormValues, { country, currency }: BankPlace): boolean {
  const drawn = drawnFor(posted)
  if (!drawn || (drawn.country === country && drawn.currency === currency)) return false
  return lastOf(posted.currency) !== currency || numbersOf(drawn) !== numbersOf({ country, currency })
}

function drawnFor(posted: FormValues): BankPlace | undefined {
  const [country = '', currency = ''] = lastOf(posted[DRAWN_FOR])?.split(' ') ?? []
  return /^[A-Z]{2}$/.test(country) && /^[a-z]{3}$/.test(currency) ? { country, currency } : undefined
}

function numbersOf({ country, currency }: BankPlace): string {
  return bankFormat(country, currency)
    .numbers.map(({ name }) => name)
    .join()
}
