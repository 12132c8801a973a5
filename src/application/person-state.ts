/**
 * Everything a request needs to know about a person's Stripe accounts, made when one of them changes: the header values, and the
 * facts for the request handlers.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { Config } from '../config/config.ts'
import type { HeaderValues, PersonState } from '../context/person-state.ts'
import { isRejected } from '../stripe/rejected.ts'
import { type HeaderFormat, representAccount } from './account-representation.ts'

/** Sent when the state cannot be read: it claims nobody is active. */
export const UNAVAILABLE: PersonState = {
  headers: {
    'x-has-active-stripe-account': 'false',
    'x-active-stripe-account': 'false',
    'x-stripe-accounts': '[]',
    'x-stripe-accounts-active': '[]',
    'x-stripe-accounts-pending': '[]',
    'x-stripe-accounts-requiring': '[]',
    'x-stripe-accounts-status': 'unavailable',
  },
  known: undefined,
}

/** Which accounts each list holds. */
const LISTS = {
  'x-stripe-accounts': () => true,
  'x-stripe-accounts-active': (account) => account.payouts_enabled === true,
  'x-stripe-accounts-pending': (account) => isNotEmpty(account.requirements?.pending_verification),
  'x-stripe-accounts-requiring': (account) => isNotEmpty(account.requirements?.currently_due),
} satisfies Record<string, (account: Stripe.Account) => boolean>

/** One account's text and the lists that hold it. */
interface Entry {
  text: string
  lists: Set<string>
}

/**
 * Fits all five headers within the limit, whether they are on or not: only the host knows which are on, that may change when it
 * restarts, and a value must not depend on it.
 *
 * @param accounts newest first
 * @param settings.limit bytes of all headers together, each counted as a line: name, colon, space, value, CR LF
 */
export function buildPersonState(
  accounts: Stripe.Account[],
  settings: Pick<Config['headers'], 'limit' | 'format'>,
): PersonState {
  return {
    headers: fittingHeaders(accounts, settings),
    known: { active: accounts.some(LISTS['x-stripe-accounts-active']), owing: owingAccount(accounts)?.id },
  }
}

function fittingHeaders(
  accounts: Stripe.Account[],
  { limit, format }: Pick<Config['headers'], 'limit' | 'format'>,
): HeaderValues {
  const active = accounts.some(LISTS['x-stripe-accounts-active'])
  const write = (entries: Entry[], used: HeaderFormat) => writeHeaders(entries, used, accounts.length, active)

  if (format === 'full') {
    const entries = describedWithin(accounts, 'full', limit)
    const headers = entries && write(entries, 'full')
    if (headers && lineBytes(headers) <= limit) return headers
  }

  // As many whole accounts as fit, newest first; an account that is too large is skipped.
  let headers = write([], 'compact')
  const kept: Entry[] = []
  for (const account of accounts) {
    const entry = describe(account, 'compact')
    if (lineBytes(headers) + entry.text.length > limit) continue
    const longer = write([...kept, entry], 'compact')
    if (lineBytes(longer) > limit) continue
    kept.push(entry)
    headers = longer
  }
  return headers
}

/**
 * Describes no more accounts than may fit: one account may have texts of many thousand letters, and a person a hundred accounts.
 *
 * @returns undefined when they do not fit
 */
function describedWithin(
  accounts: Stripe.Account[],
  format: HeaderFormat,
  limit: number,
): Entry[] | undefined {
  const entries: Entry[] = []
  let bytes = 0
  for (const account of accounts) {
    const entry = describe(account, format)
    bytes += entry.text.length
    if (bytes > limit) return undefined
    entries.push(entry)
  }
  return entries
}

function describe(account: Stripe.Account, format: HeaderFormat): Entry {
  return {
    text: representAccount(account, format),
    lists: new Set(Object.entries(LISTS).flatMap(([name, includes]) => (includes(account) ? [name] : []))),
  }
}

function writeHeaders(entries: Entry[], format: HeaderFormat, count: number, active: boolean): HeaderValues {
  const list = (name: keyof typeof LISTS) => {
    const texts = entries.filter((entry) => entry.lists.has(name)).map((entry) => entry.text)
    return `[${texts.join(',')}]`
  }
  const truncated = count - entries.length
  return {
    'x-has-active-stripe-account': String(active),
    'x-active-stripe-account': String(active),
    'x-stripe-accounts': list('x-stripe-accounts'),
    'x-stripe-accounts-active': list('x-stripe-accounts-active'),
    'x-stripe-accounts-pending': list('x-stripe-accounts-pending'),
    'x-stripe-accounts-requiring': list('x-stripe-accounts-requiring'),
    'x-stripe-accounts-format': format,
    'x-stripe-accounts-count': String(count),
    ...(truncated > 0 && { 'x-stripe-accounts-truncated': String(truncated) }),
  }
}

/** Every value is ASCII, so characters are bytes. */
function lineBytes(headers: HeaderValues): number {
  const separators = ': \r\n'.length
  return Object.entries(headers).reduce(
    (sum, [name, value]) => sum + name.length + value.length + separators,
    0,
  )
}

/** Leaves out rejected accounts, since no information from the person would help. */
function owingAccount(accounts: Stripe.Account[]): Stripe.Account | undefined {
  const deadline = (account: Stripe.Account) =>
    account.requirements?.current_deadline ?? Number.POSITIVE_INFINITY
  return accounts
    .filter((account) => LISTS['x-stripe-accounts-requiring'](account) && !isRejected(account))
    .reduce<Stripe.Account | undefined>(
      (nearest, account) => (nearest && deadline(nearest) <= deadline(account) ? nearest : account),
      undefined,
    )
}

function isNotEmpty(list: readonly unknown[] | null | undefined): boolean {
  return (list?.length ?? 0) > 0
}
