/**
 * Writes a Stripe account for a header: printable ASCII, without anything a log should not hold.
 *
 * @module
 */
import type { Stripe } from 'stripe'

export type HeaderFormat = 'full' | 'compact'

/**
 * Left out of a full account. Headers end up in logs, and an application server needs none of these. Stripe itself masks bank
 * account numbers and ID numbers.
 */
const PERSONAL = [
  'individual.dob',
  'individual.address',
  'individual.address_kana',
  'individual.address_kanji',
  'individual.registered_address',
  'individual.additional_tos_acceptances.account.ip',
  'individual.additional_tos_acceptances.account.user_agent',
  'tos_acceptance.ip',
  'tos_acceptance.user_agent',
  'company.directorship_declaration.ip',
  'company.directorship_declaration.user_agent',
  'company.ownership_declaration.ip',
  'company.ownership_declaration.user_agent',
  'company.representative_declaration.ip',
  'company.representative_declaration.user_agent',
  'settings.card_issuing.tos_acceptance.ip',
  'settings.card_issuing.tos_acceptance.user_agent',
  'settings.treasury.tos_acceptance.ip',
  'settings.treasury.tos_acceptance.user_agent',
].map((path) => path.split('.'))

/** @returns JSON in which every character outside printable ASCII is written as `\uXXXX` */
export function representAccount(account: Stripe.Account, format: HeaderFormat): string {
  return asciiJson(format === 'full' ? withoutPersonalData(account) : compact(account))
}

/**
 * Node refuses a header with a character above U+00FF and sends other non-ASCII ones as Latin-1, so a company name in Japanese
 * would stop a request. `京` is written `\u4eac`.
 */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function withoutPersonalData(account: Stripe.Account): unknown {
  const copy = structuredClone(account)
  for (const path of PERSONAL) remove(copy, path)
  return copy
}

function remove(object: unknown, [name, ...rest]: readonly string[]): void {
  if (typeof object !== 'object' || object === null || name === undefined) return
  const record = object as Record<string, unknown>
  if (rest.length === 0) delete record[name]
  else remove(record[name], rest)
}

/** The fields an application server needs for its decisions. */
function compact(account: Stripe.Account): unknown {
  const { requirements } = account
  return {
    id: account.id,
    object: account.object,
    business_type: account.business_type,
    country: account.country,
    default_currency: account.default_currency,
    created: account.created,
    charges_enabled: account.charges_enabled,
    payouts_enabled: account.payouts_enabled,
    details_submitted: account.details_submitted,
    capabilities: account.capabilities,
    requirements: requirements && {
      currently_due: requirements.currently_due,
      past_due: requirements.past_due,
      pending_verification: requirements.pending_verification,
      current_deadline: requirements.current_deadline,
      disabled_reason: requirements.disabled_reason,
    },
    metadata: account.metadata,
  }
}
