/**
 * With `STRIPE_JS=3`, what the browser sends to Stripe alone, and what may still come to this server.
 *
 * @module
 */
import { isOfPlace } from '../bank/drawn-place.ts'
import type { FieldDefinition } from '../fields/definition.ts'
import { parseRequirement } from '../subject.ts'

/** Whether the answer to a question is on a token, or a file. */
export function isForStripe({ param, purpose }: Pick<FieldDefinition, 'param' | 'purpose'>): boolean {
  return purpose !== undefined || param.startsWith('company.') || parseRequirement(param).subject === 'person'
}

/** The inputs of a form that carry tokens. Stripe takes each once, so they are of no use in a form that comes back. */
export const TOKEN_INPUTS = ['token', 'person_token'] as const

/** Parameters of an account that Stripe takes on no token, and the ids of files. */
const ON_NO_TOKEN = /^(?:business_profile|settings|documents|default_currency|email|groups)(?:_|$)/

const OF_ANY_FORM = new Set<string>([...TOKEN_INPUTS, 'version', 'operation'])

/** The inputs that each kind of form may send to this server. */
export const forUs = {
  newAccount: (name: string) => OF_ANY_FORM.has(name) || ['business_type', 'country'].includes(name),
  assent: (name: string) => OF_ANY_FORM.has(name) || name === 'consent',
  account: (name: string) => OF_ANY_FORM.has(name) || ON_NO_TOKEN.test(name),
  person: (name: string) => OF_ANY_FORM.has(name),
  bankAccount: (name: string) => OF_ANY_FORM.has(name) || isOfPlace(name) || name === 'refresh',
} as const
