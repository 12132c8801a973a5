/**
 * Tokens that stand for an account's, a person's, a bank account's or a card's data: each can be used once
 * (https://docs.stripe.com/connect/account-tokens).
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { invalidRequest, referenceMissing } from '../errors.ts'
import type { Kernel, Stored } from '../kernel.ts'

/** Takes a token, whose `secret` is the data that it was made with, as they were sent, and marks it as used. */
export function useToken(kernel: Kernel, id: string, type: string, param: string): Stored<Stripe.Token> {
  const row = kernel.store.get<Stripe.Token>('token', id)
  if (row?.object.type !== type) throw referenceMissing('token', id, param)
  if (row.object.used) {
    const message = `You cannot use a Stripe token more than once: ${id}.`
    throw invalidRequest(message, { code: 'token_already_used', param })
  }
  kernel.store.put('token', { ...row, object: { ...row.object, used: true } })
  return row
}
