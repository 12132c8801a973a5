/**
 * `expand[]`: replaces ids with the objects that they name (https://docs.stripe.com/expand).
 *
 * @module
 */
import { visible } from './accounts/visible.ts'
import { invalidParameter } from './errors.ts'
import type { Store } from './resource-api.ts'

const DOCUMENT = ['document.front', 'document.back']

/** The properties that can be expanded, as paths below each kind of object (`x-expandableFields` of Stripe's specification). */
const EXPANDABLE: Record<string, string[]> = {
  account: [
    ...DOCUMENT.flatMap((path) => [`individual.verification.${path}`, `company.verification.${path}`]),
    ...DOCUMENT.map((path) => `individual.verification.additional_${path}`),
    'external_accounts',
    'settings.branding.icon',
    'settings.branding.logo',
  ],
  balance_transaction: ['source'],
  bank_account: ['account', 'customer'],
  capability: ['account'],
  card: ['account', 'customer'],
  file: ['links'],
  file_link: ['file'],
  payout: [
    'application_fee',
    'balance_transaction',
    'destination',
    'failure_balance_transaction',
    'original_payout',
    'reversed_by',
  ],
  person: DOCUMENT.flatMap((path) => [`verification.${path}`, `verification.additional_${path}`]),
}

const MAX_LEVELS = 4

/** How many ids of an answer are replaced: each level can have many times as many as the one above. */
const MAX_OBJECTS = 2000

type Json = Record<string, unknown>

/**
 * Hashes and lists that Stripe shows whole, and only on some objects. Callers may ask for them as for any other part that is
 * there already, which changes nothing.
 */
const SHOWN_WHOLE: Record<string, string[]> = {
  account: ['company', 'groups', 'individual', 'login_links'],
  balance: ['connect_reserved', 'instant_available', 'issuing', 'refund_and_dispute_prefunding'],
  bank_account: ['future_requirements', 'requirements'],
  card: ['networks'],
  person: ['address_kana', 'address_kanji', 'registered_address', 'us_cfpb_data'],
  token: ['bank_account', 'card'],
}

type Find = (id: string) => unknown

/**
 * Returns the answer with every requested id replaced. Refuses a path without an expandable property, a path of more than
 * four levels, and paths that lead to very many objects.
 */
export function expand(store: Store, answer: unknown, asked: unknown): unknown {
  if (asked === undefined) return answer
  if (!Array.isArray(asked)) throw invalidParameter('Invalid array', { param: 'expand' })
  const expanded = structuredClone(answer)
  let found = 0
  const find: Find = (id) => {
    found += 1
    if (found <= MAX_OBJECTS) return visible(store, store.find(id)?.object) ?? id
    throw invalidParameter(`You cannot expand more than ${MAX_OBJECTS} objects at once.`, { param: 'expand' })
  }
  for (const path of new Set(asked)) {
    if (typeof path !== 'string' || path === '') throw invalidParameter('Invalid string', { param: 'expand' })
    expandPath(find, expanded, path)
  }
  return expanded
}

function expandPath(find: Find, answer: unknown, path: string): void {
  const refuse = () => invalidParameter(`This property cannot be expanded (${path}).`, { param: 'expand' })
  let levels = 0

  const within = (value: unknown, segments: string[]): void => {
    if (!isObject(value) || segments.length === 0) return
    if (value.object === 'list' && Array.isArray(value.data)) {
      const [data, ...rest] = segments
      if (data !== 'data' || rest.length === 0) throw refuse()
      for (const item of value.data) within(item, rest)
      return
    }
    const known = EXPANDABLE[String(value.object)] ?? []
    const field = known.find((candidate) => startsWith(segments, candidate.split('.')))
    if (field === undefined) {
      const [first = '', ...rest] = segments
      const part = value[first]
      if (typeof part === 'object' && part !== null) {
        if (rest.length > 0 && !isObject(part)) throw refuse()
        within(part, rest)
      } else if (!SHOWN_WHOLE[String(value.object)]?.includes(first)) throw refuse()
      return
    }
    levels += 1
    if (levels > MAX_LEVELS) {
      throw invalidParameter(
        `You cannot expand more than ${MAX_LEVELS} levels of a property. Property: ${path}`,
        { param: 'expand' },
      )
    }
    const parts = field.split('.')
    const object = replaceId(find, value, parts)
    within(object, segments.slice(parts.length))
    levels -= 1
  }

  within(answer, path.split('.'))
}

/** The object that is now at the path; undefined when there is none. */
function replaceId(find: Find, owner: Json, path: string[]): unknown {
  const [last = ''] = path.slice(-1)
  let holder: unknown = owner
  for (const part of path.slice(0, -1)) holder = isObject(holder) ? holder[part] : undefined
  if (!isObject(holder)) return undefined
  const id = holder[last]
  if (typeof id === 'string') holder[last] = find(id)
  return holder[last]
}

function startsWith(segments: string[], start: string[]): boolean {
  return start.every((part, index) => segments[index] === part)
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
