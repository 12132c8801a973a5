/**
 * Tokens for the data of an account, a person, an id number, a bank account or a card. Each can be used once
 * (https://docs.stripe.com/connect/account-tokens).
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { invalidRequest, referenceMissing } from '../errors.ts'
import type { ResourceApi, Stored } from '../resource-api.ts'
import { piiTokenInput } from './person-parameters.ts'

/** Looks up a token and marks it as used. Its `secret` holds the token's data as they were sent. */
export function useToken(api: ResourceApi, id: string, type: string, param: string): Stored<Stripe.Token> {
  const row = api.store.get<Stripe.Token>('token', id)
  if (row?.object.type !== type) throw referenceMissing('token', id, param)
  if (row.object.used) {
    const message = `You cannot use a Stripe token more than once: ${id}.`
    throw invalidRequest(message, { code: 'token_already_used', param })
  }
  api.store.put('token', { ...row, object: { ...row.object, used: true } })
  return row
}

/** The id number itself, or the id number of the token given in its place. */
export function numberOrToken(
  api: ResourceApi,
  given: string | null | undefined,
  param: string,
): string | null | undefined {
  if (!given?.startsWith('pii_')) return given
  const { id_number, personal_id_number } = piiTokenInput(useToken(api, given, 'pii', param).secret)
  return id_number ?? personal_id_number
}

/**
 * Refuses details that are sent as they are of an account or a person who was created with a token: only another token changes
 * them. Unsetting them needs none.
 */
export function checkDetails(kind: 'account' | 'person', details: Record<string, unknown>): void {
  const [param] = Object.entries(details).find(([, value]) => isSet(value)) ?? []
  if (param === undefined) return
  const message = `This ${kind} was created with a token. Change its details with another ${kind} token.`
  throw invalidRequest(message, { param })
}

function isSet(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).some(isSet)
  return value !== null && value !== undefined
}
