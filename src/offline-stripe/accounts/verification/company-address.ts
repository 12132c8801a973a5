/**
 * Judges a company's address. Ordinary addresses pass; Stripe's test values in line 1 have the effects that they have at Stripe
 * (https://docs.stripe.com/connect/testing#business-address-validation):
 *
 * | value | effect |
 * | --- | --- |
 * | `address_full_match` | matches |
 * | `address_no_match` | stops payouts: Stripe asks for another line 1 |
 * | `address_line1_no_match` | stops charges and payouts: Stripe asks for the whole address |
 *
 * As at Stripe, a test value has no stricter effect than one that the company had before.
 *
 * @module
 */
import type { Dossier } from '../dossier.ts'
import { requiredFields } from '../required-fields.ts'
import type { BusinessFinding } from './business.ts'

const SCRIPTS = ['address', 'address_kanji', 'address_kana'] as const

/** From the strictest to the mildest. */
const TEST_ADDRESSES = ['address_line1_no_match', 'address_no_match', 'address_full_match']

/** What is wrong with the address. */
export function judgeCompanyAddress(dossier: Dossier): BusinessFinding[] {
  const script = testedScript(dossier)
  const prefix = `company.${script}.`
  const answeredBy = [`company.${script}`]
  const value = mildestTestAddress(dossier)
  if (value === 'address_no_match') {
    const requirement = `${prefix}line1`
    return [{ requirement, code: 'invalid_street_address', answeredBy, stopsPayouts: true }]
  }
  if (value !== 'address_line1_no_match') return []
  const parts = requiredFields(dossier).minimum.filter((path) => path.startsWith(prefix))
  return parts.map((requirement) => ({
    requirement,
    code: requirement.endsWith('.line1')
      ? 'invalid_street_address'
      : 'invalid_address_city_state_postal_code',
    answeredBy,
  }))
}

/** The test value that counts: that of the address or, if it is milder, an earlier one. Undefined for an ordinary address. */
export function mildestTestAddress(dossier: Dossier): string | undefined {
  const script = testedScript(dossier)
  if (script === undefined) return undefined
  const current = TEST_ADDRESSES.indexOf(dossier.account.company?.[script]?.line1 ?? '')
  const before = TEST_ADDRESSES.indexOf(dossier.row.secret.review.testAddress ?? '')
  return TEST_ADDRESSES[Math.max(before, current)]
}

/** The script of the address that has a test value. */
function testedScript({ account }: Dossier) {
  return SCRIPTS.find((script) => TEST_ADDRESSES.includes(account.company?.[script]?.line1 ?? ''))
}
