/**
 * Stands in for the authority that checks a person's data. Stripe's test values work as they do at Stripe
 * (https://docs.stripe.com/connect/testing#identity-and-address-verification):
 *
 * | value | effect |
 * | --- | --- |
 * | birth date 1901-01-01 | matches |
 * | birth date 1902-01-01, id number 222222222 | matches at once, in the answer to the request |
 * | birth date 1900-01-01 | is on a sanctions list |
 * | id number 000000000 (last four 0000) | matches |
 * | id number 111111111 (last four 1111) | belongs to another person: Stripe asks for another number or a document |
 * | address line 1 `address_full_match` | matches |
 * | address line 1 `address_no_match`, `address_line1_no_match` | Stripe asks for a document that shows the address |
 *
 * Numbers of zeros, ones or twos have the length of the country's numbers.
 *
 * Ordinary data pass. A person with an id number, or its last four digits, matches, and a person without one is asked for an
 * identity document, because no other birth date than those above matches by itself. With one of the three test addresses the birth date alone
 * decides, as in Stripe's table of both. A document that passes outweighs birth date and id number.
 *
 * @module
 */
import { addressFaults } from '../address-faults.ts'
import type { ErrorCode, PersonRow } from '../dossier.ts'
import { FAULTS, type Fault } from './documents.ts'

/** A problem that verification found at a field of the person. */
interface Finding {
  field: string
  code: ErrorCode
  /** Another field that resolves the problem. */
  alternative?: string
}

export interface IdentityVerdict {
  findings: Finding[]
  /** Whether the person is on a sanctions list. */
  listed: boolean
}

/** The verdict on each document: null when it is missing, `passed`, or its fault. */
export interface JudgedDocuments {
  identity: Fault | 'passed' | null
  address: Fault | 'passed' | null
}

/** The age, in years, from which a person may make contracts. */
const OF_AGE = 18
const MATCHING_BIRTH_DATES = ['1901-01-01', '1902-01-01']
const UNKNOWN_ADDRESSES = ['address_no_match', 'address_line1_no_match']
const TEST_ADDRESSES = ['address_full_match', ...UNKNOWN_ADDRESSES]

/** Whether the data match at once instead of some seconds later. */
export function matchesAtOnce(person: PersonRow): boolean {
  return birthDate(person) === '1902-01-01' || consistsOf('2', idNumber(person))
}

/** Judges one person. `identityField` is the country's field for the identity document; `now` is in Unix seconds. */
export function judgeIdentity(
  person: PersonRow,
  documents: JudgedDocuments,
  identityField: string,
  now: number,
): IdentityVerdict {
  const findings = [
    ageFinding(person, now),
    identityFinding(person, documents.identity, identityField),
    addressFinding(person, documents),
    ...addressFaults(person.object.address).map(({ part, code }) => ({ field: `address.${part}`, code })),
  ]
  return {
    findings: findings.filter((finding) => finding !== null),
    listed: birthDate(person) === '1900-01-01',
  }
}

/** Stripe accepts the data of anybody from 13 years on, and refuses people under 18 during verification. */
function ageFinding({ object: { dob } }: PersonRow, now: number): Finding | null {
  if (dob?.year === undefined || !dob.month || !dob.day) return null
  const today = new Date(now * 1000)
  const comesOfAge = Date.UTC((dob.year ?? 0) + OF_AGE, dob.month - 1, dob.day)
  return comesOfAge > today.getTime() ? { field: 'dob.day', code: 'invalid_dob_age_under_18' } : null
}

function identityFinding(
  person: PersonRow,
  document: JudgedDocuments['identity'],
  identityField: string,
): Finding | null {
  if (document === 'passed') return null
  if (document) return { field: identityField, code: `verification_document_${document}` }
  if (consistsOf('1', idNumber(person)))
    return { field: 'id_number', code: 'verification_failed_id_number_match', alternative: identityField }
  return matches(person) ? null : { field: identityField, code: 'verification_failed_keyed_identity' }
}

function addressFinding(person: PersonRow, { address }: JudgedDocuments): Finding | null {
  const field = 'verification.additional_document'
  if (address === 'passed') return null
  if (address) return { field, code: `verification_document_${address}` }
  return UNKNOWN_ADDRESSES.includes(addressLine(person))
    ? { field, code: 'verification_failed_address_match' }
    : null
}

function matches(person: PersonRow): boolean {
  if (MATCHING_BIRTH_DATES.includes(birthDate(person)) || consistsOf('2', idNumber(person))) return true
  if (TEST_ADDRESSES.includes(addressLine(person))) return false
  return idNumber(person) !== ''
}

function birthDate({ object: { dob } }: PersonRow): string {
  const [year, month, day] = [dob?.year, dob?.month, dob?.day].map((part) => String(part).padStart(2, '0'))
  return `${year}-${month}-${day}`
}

function addressLine({ object }: PersonRow): string {
  return object.address?.line1 ?? object.address_kanji?.line1 ?? object.address_kana?.line1 ?? ''
}

function idNumber({ secret: { numbers } }: PersonRow): string {
  return (numbers.id_number ?? numbers.ssn_last_4 ?? '').replace(/[^0-9A-Za-z]/g, '')
}

/** Whether a number is nothing but one digit, at least four times. */
export function consistsOf(digit: string, number: string): boolean {
  return number.length >= 4 && number === digit.repeat(number.length)
}

/** Faults that Stripe reports at the person, because the document does not match the typed data, rather than at the document. */
const MISMATCHES: readonly Fault[] = FAULTS.filter(
  (fault) => fault.endsWith('_mismatch') && fault !== 'photo_mismatch',
)

/** Where a fault shows in `person.verification`: at the person or at the document. */
export function detailsCode(fault: Fault): {
  at: 'person' | 'document'
  code: `document_${Fault}`
} {
  return { at: MISMATCHES.includes(fault) ? 'person' : 'document', code: `document_${fault}` }
}
