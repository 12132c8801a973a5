import { resourceMissing } from './errors.ts'
import type { Store, Stored } from './resource-api.ts'

/**
 * Finds an object by its id on the account that the call is for. Another account's object counts as missing.
 *
 * @param what.noun the name of the object in Stripe's message
 * @param what.param the parameter with the id
 * @throws StripeError 404 `resource_missing`
 * @example
 * findOwn<Stripe.Event>(store, { kind: 'event', noun: 'event', param: 'id' }, 'evt_123', account).object
 */
export function findOwn<T>(
  store: Store,
  what: { kind: string; noun: string; param: string },
  id: string | undefined,
  account: string | undefined,
): Stored<T> {
  const row = store.get<T>(what.kind, id ?? '')
  if (!row || row.account !== account) throw resourceMissing(what.noun, id ?? '', what.param)
  return row
}
