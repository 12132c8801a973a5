/**
 * Stripe objects with only the fields that tests look at.
 *
 * @module
 */
import type { Stripe } from 'stripe'

type Part<T> = {
  [K in keyof T]?: T[K] extends object | null | undefined ? Part<NonNullable<T[K]>> | null : T[K]
}

let made = 0

/** Ids that never repeat, since a suite may share memory with others although each test has its own database. */
function idOf(prefix: string): string {
  made += 1
  return `${prefix}_${made.toString().padStart(6, '0')}`
}

export function stripeAccount(parts: Part<Stripe.Account> = {}): Stripe.Account {
  return {
    id: idOf('acct'),
    object: 'account',
    created: 1_700_000_000,
    country: 'US',
    charges_enabled: false,
    payouts_enabled: false,
    details_submitted: false,
    ...parts,
  } as Stripe.Account
}

export function stripePerson(parts: Part<Stripe.Person> = {}): Stripe.Person {
  return { id: idOf('person'), object: 'person', created: 1_700_000_000, ...parts } as Stripe.Person
}

export function stripePayout(parts: Part<Stripe.Payout> = {}): Stripe.Payout {
  return {
    id: idOf('po'),
    object: 'payout',
    created: 1_700_000_000,
    amount: 1_000,
    currency: 'usd',
    status: 'paid',
    ...parts,
  } as Stripe.Payout
}

/** An event about a connected account; `object` goes into `data.object`. */
export function stripeEvent(type: string, account: string | undefined, object: object): Stripe.Event {
  return {
    id: idOf('evt'),
    object: 'event',
    type,
    created: 1_700_000_000,
    livemode: false,
    ...(account !== undefined && { account }),
    data: { object },
  } as unknown as Stripe.Event
}
