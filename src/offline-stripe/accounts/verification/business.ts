/**
 * Judges an account's business details. Ordinary values pass; Stripe's test values fail as they do at Stripe
 * (https://docs.stripe.com/connect/testing#business-information). The test web addresses are hosts below `stripe.com`:
 * `https://geoblocked.stripe.com`.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { addressFaults } from '../address-faults.ts'
import { type Demand, type ErrorCode, isIndividual, type Review } from '../dossier.ts'

/** A problem that verification found at a requirement of the account. */
export interface BusinessFinding
  extends Partial<Pick<Demand, 'alternative' | 'answeredBy' | 'stopsPayouts' | 'takesAnyAnswer'>> {
  requirement: string
  code: ErrorCode
}

const URL_CODES: Record<string, ErrorCode> = {
  disallowed: 'invalid_url_denylisted',
  geoblocked: 'invalid_url_website_inaccessible_geoblocked',
  inaccessible: 'invalid_url_website_inaccessible',
  mismatch: 'invalid_url_website_business_information_mismatch',
  missing: 'invalid_url_website_incomplete',
  passwordprotected: 'invalid_url_website_inaccessible_password_protected',
  problem: 'invalid_url_website_other',
  underconstruction: 'invalid_url_website_incomplete_under_construction',
}

const NAME_CODES: Record<string, ErrorCode> = {
  disallowed_dba: 'invalid_business_profile_name_denylisted',
  invalid_dba: 'invalid_business_profile_name',
}

const DESCRIPTOR_CODES: Record<string, ErrorCode> = {
  disallowed: 'invalid_statement_descriptor_denylisted',
  mismatch: 'invalid_statement_descriptor_business_mismatch',
}

const PREFIX_CODES: Record<string, ErrorCode> = {
  disallowed: 'invalid_statement_descriptor_prefix_denylisted',
  mismatch: 'invalid_statement_descriptor_prefix_mismatch',
}

/** What is wrong with the business profile and the statement descriptors. */
export function judgeBusiness(account: Stripe.Account): BusinessFinding[] {
  const { name, product_description: description } = account.business_profile ?? {}
  const { payments, card_payments } = account.settings ?? {}
  const judged: [requirement: string, code: ErrorCode | undefined | false][] = [
    ['business_profile.url', URL_CODES[urlWord(account)]],
    ['business_profile.url', description?.includes('require_url') && 'invalid_url_web_presence_detected'],
    ['business_profile.product_description', descriptionCode(account)],
    ...(isIndividual(account) ? [] : addressFaults(account.company?.address)).map(
      ({ part, code }): [string, ErrorCode] => [`company.address.${part}`, code],
    ),
    [
      'business_profile.name',
      NAME_CODES[name ?? ''] ?? (isWordless(name) && 'invalid_business_profile_name'),
    ],
    ['settings.payments.statement_descriptor', DESCRIPTOR_CODES[lower(payments?.statement_descriptor)]],
    [
      'settings.card_payments.statement_descriptor_prefix',
      PREFIX_CODES[lower(card_payments?.statement_descriptor_prefix)],
    ],
  ]
  return judged.flatMap(([requirement, code]) => (code ? [{ requirement, code }] : []))
}

/**
 * What Stripe asks of a description in the United States.
 *
 * @see https://support.stripe.com/questions/2024-updates-to-us-verification-requirements-faqs
 */
function descriptionCode({ business_profile, country }: Stripe.Account): ErrorCode | undefined {
  const { product_description: description, url } = business_profile ?? {}
  if (country !== 'US' || !description) return undefined
  if ([...description].length < 10) return 'invalid_product_description_length'
  return url && bareAddress(url) === bareAddress(description)
    ? 'invalid_product_description_url_match'
    : undefined
}

/** Whether a name has no letter: Stripe wants words that a person recognises. */
function isWordless(name: string | null | undefined): boolean {
  return !!name && !/\p{L}/u.test(name)
}

function bareAddress(url: string): string {
  return url
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/\/$/, '')
}

/** Why the account is disabled although nothing is due: a name ending in `_high_risk`, `https://inactivity.stripe.com`. */
export function businessHold(account: Stripe.Account): Review['hold'] {
  const names = [account.business_profile?.name, account.company?.name]
  if (names.some((name) => name?.endsWith('_high_risk'))) return 'under_review'
  return urlWord(account) === 'inactivity' ? 'paused.inactivity' : null
}

function urlWord({ business_profile }: Stripe.Account): string {
  return /^https?:\/\/(\w+)\.stripe\.com/.exec(business_profile?.url ?? '')?.[1] ?? ''
}

function lower(value: string | null | undefined): string {
  return value?.toLowerCase() ?? ''
}
