/**
 * Compares a company's owners and directors with a register. Stripe's test values say what the register holds
 * (https://docs.stripe.com/connect/testing#business-information):
 *
 * | value | effect |
 * | --- | --- |
 * | first name `mismatch_owner`, `extraneous_owner` of an owner | Stripe asks for the owners again, or for a document |
 * | first name `mismatch_director`, `missing_director`, `extraneous_director` of a director | Stripe asks for the directors again, or for a document |
 * | tax id 222221003, 222221004 | owners, or directors, are missing: Stripe asks for the same |
 * | tax id 222221001, 222221002 | there are no owners, or no directors, in it: Stripe asks for a document |
 *
 * A first name counts only in a country that asks for such people. Any change of the list adds somebody who is missing.
 *
 * @module
 */
import { type Dossier, type ErrorCode, membersOf } from '../dossier.ts'
import { isGiven, valueAt } from '../facts.ts'
import { namesOwners } from '../ownership.ts'
import { verificationFields } from '../service-agreement.ts'
import type { BusinessFinding } from './business.ts'
import { taxIdOf } from './company.ts'

type Listed = 'owners' | 'directors'

/** The document that proves who is in a group. */
const PROOFS: Record<Listed, string> = {
  owners: 'documents.proof_of_ultimate_beneficial_ownership.files',
  directors: 'documents.proof_of_registration.files',
}

const FIRST_NAME_CODES: Record<Listed, Record<string, ErrorCode>> = {
  owners: {
    extraneous_owner: 'verification_missing_owners',
    mismatch_owner: 'verification_missing_owners',
  },
  directors: {
    extraneous_director: 'verification_extraneous_directors',
    mismatch_director: 'verification_directors_mismatch',
    missing_director: 'verification_missing_directors',
  },
}

const MISSING: Record<Listed, { taxId: string; code: ErrorCode }> = {
  owners: { taxId: '222221003', code: 'verification_missing_owners' },
  directors: { taxId: '222221004', code: 'verification_missing_directors' },
}

const NOT_FOUND: Record<Listed, { taxId: string; code: ErrorCode }> = {
  owners: { taxId: '222221001', code: 'verification_missing_owners' },
  directors: { taxId: '222221002', code: 'verification_directors_mismatch' },
}

/** What is wrong with the lists of owners and directors. A document outweighs them; whether it passes is judged elsewhere. */
export function compareWithRegister(dossier: Dossier): BusinessFinding[] {
  return (['owners', 'directors'] as const)
    .filter((group) => !isGiven(valueAt(dossier, PROOFS[group])))
    .flatMap((group) => compareGroup(dossier, group))
}

function compareGroup(dossier: Dossier, group: Listed): BusinessFinding[] {
  const taxId = taxIdOf(dossier)
  const missing = MISSING[group]
  const list = {
    requirement: `company.${group}_provided`,
    alternative: [PROOFS[group]],
    answeredBy: [group, 'company.tax_id'],
  }
  const proof = { requirement: PROOFS[group], answeredBy: ['company.tax_id'] }
  const codes = isAskedFor(dossier, group) ? firstNameCodes(dossier, group) : []
  return [
    ...codes.map((code) => ({ ...list, code, takesAnyAnswer: code === 'verification_missing_directors' })),
    ...(taxId === missing.taxId && !codes.includes(missing.code)
      ? [{ ...list, code: missing.code, takesAnyAnswer: true }]
      : []),
    ...(taxId === NOT_FOUND[group].taxId ? [{ ...proof, code: NOT_FOUND[group].code }] : []),
  ]
}

function firstNameCodes(dossier: Dossier, group: Listed): ErrorCode[] {
  const names = membersOf(dossier, group).map(({ object }) => object.first_name ?? '')
  return [...new Set(names.flatMap((name) => FIRST_NAME_CODES[group][name] ?? []))]
}

/** Whether the country asks who is in the group. */
function isAskedFor({ account }: Dossier, group: Listed): boolean {
  const minimum = verificationFields(account)?.company.minimum ?? []
  return minimum.some((path) => path.startsWith(`${group}.`)) && (group !== 'owners' || namesOwners(account))
}
