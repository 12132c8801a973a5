/**
 * The events that are acted on, and what each of them makes us ask Stripe for. An event only says that something
 * changed: what it says of how is late by nature, so the object's present state is fetched instead.
 *
 * @see https://docs.stripe.com/api/events/types
 * @module
 */
import type { Stripe } from 'stripe'

/** What is done about an event. */
export type Action = 'refresh-account' | 'refresh-person' | 'refresh-payout'

const ACTIONS = {
  'account.updated': ['refresh-account'],
  // Stripe then answers that there is no such account, as it does for one that was deleted.
  'account.application.deauthorized': ['refresh-account'],
  'account.external_account.created': ['refresh-account'],
  'account.external_account.deleted': ['refresh-account'],
  'account.external_account.updated': ['refresh-account'],
  'capability.updated': ['refresh-account'],
  'person.created': ['refresh-account', 'refresh-person'],
  'person.deleted': ['refresh-account', 'refresh-person'],
  'person.updated': ['refresh-account', 'refresh-person'],
  'payout.canceled': ['refresh-payout'],
  'payout.created': ['refresh-payout'],
  'payout.failed': ['refresh-payout'],
  'payout.paid': ['refresh-payout'],
  'payout.reconciliation_completed': ['refresh-payout'],
  'payout.updated': ['refresh-payout'],
  // Kept in the inbox for administrators; no balance is stored.
  'balance.available': [],
} as const satisfies Partial<Record<Stripe.Event.Type, readonly Action[]>>

export type HandledEvent = keyof typeof ACTIONS

/** What our webhook endpoint subscribes to. */
export const HANDLED_EVENTS = Object.keys(ACTIONS).sort() as HandledEvent[]

/** @returns nothing for a type that is not acted on: it is stored and acknowledged all the same */
export function actionsFor(type: string): readonly Action[] {
  return Object.hasOwn(ACTIONS, type) ? ACTIONS[type as HandledEvent] : []
}
