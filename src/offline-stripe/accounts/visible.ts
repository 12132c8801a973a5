/**
 * What a platform sees of an account whose requirements Stripe collects, after it has made a link to onboarding: only a part
 * of its people and of its company. Stripe documents the part field by field
 * (https://docs.stripe.com/api/persons/object, https://docs.stripe.com/api/accounts/object).
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { Store } from '../resource-api.ts'
import { isLeftToOwner } from './access.ts'

const OF_PERSON = [
  ...['id', 'object', 'account', 'created', 'email', 'full_name_aliases', 'relationship'],
  ...['first_name', 'first_name_kana', 'first_name_kanji', 'last_name', 'last_name_kana', 'last_name_kanji'],
]
const OF_COMPANY = ['name', 'name_kana', 'name_kanji', 'structure']

/** An object as the platform sees it. Of accounts and people it may see a part; any other object stays whole. */
export function visible<T>(store: Store, object: T): T {
  if (isObject(object, 'account')) return visibleAccount(store, object)
  if (isObject(object, 'person')) return visiblePerson(store, object)
  return object
}

function visibleAccount<T extends Stripe.Account>(store: Store, account: T): T {
  if (!isLeftToOwner(store, account)) return account
  const { company, individual } = account
  return {
    ...account,
    ...(company && { company: only(OF_COMPANY, company) }),
    ...(individual && { individual: only(OF_PERSON, individual) }),
  }
}

function visiblePerson<T extends Stripe.Person>(store: Store, person: T): T {
  const owner = store.get<Stripe.Account>('account', person.account ?? '')?.object
  return owner && isLeftToOwner(store, owner) ? only(OF_PERSON, person) : person
}

function only<T extends object>(names: string[], object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([name]) => names.includes(name))) as T
}

interface Kinds {
  account: Stripe.Account
  person: Stripe.Person
}

function isObject<K extends keyof Kinds>(value: unknown, kind: K): value is Kinds[K] {
  return typeof value === 'object' && value !== null && 'object' in value && value.object === kind
}
