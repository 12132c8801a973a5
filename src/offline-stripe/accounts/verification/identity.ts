/**
 * Compares a person's data with what an authority would know. Stripe's test values do here what they do there
 * (https://docs.stripe.com/connect/testing#identity-and-address-verification):
 *
 * | value | effect |
 * | --- | --- |
 * | birth date 1901-01-01 | matches |
 * | birth date 1902-01-01, id number 222222222 | matches at once, in the answer to the request |
 * | birth date 1900-01-01 | is on a sanctions list |
 * | id number 000000000 (last four 0000) | matches |
 * | id number 111111111 (last four 1111) | belongs to somebody else: another number or a document is asked for |
 * | address line 1 `address_full_match` | matches |
 * | address line 1 `address_no_match`, `address_line1_no_match` | a document that shows the address is asked for |
 *
 * Zeros, ones and twos count in the length that the country's number has.
 *
 * An ordinary person, typed by somebody who tries the thing out, gets through: whoever gives a whole id number matches by
 * it, and whoever gives none is asked for an identity document, since no birth date but those above matches by itself.
 * With one of the three test addresses the birth date alone decides, as in Stripe's matrix of both. A document that
 * passes stands above birth date and id number.
 *
 * @module
 */
import type { ErrorCode, PersonRow } from '../dossier.ts'
import { FAULTS, type Fault } from './documents.ts'

/** Something that verification asks for, at a field of the person. */
interface Finding {
  field: string
  code: ErrorCode
  /** A field that would do as well. */
  alternative?: string
}

export interface IdentityVerdict {
  findings: Finding[]
  /** The person is on a sanctions list. */
  listed: boolean
}

/** What became of the two documents: null where it was not given, `passed`, or what is wrong with it. */
export interface JudgedDocuments {
  identity: Fault | 'passed' | null
  address: Fault | 'passed' | null
}

/** Years. */
const OF_AGE = 18
const MATCHING_BIRTH_DATES = ['1901-01-01', '1902-01-01']
const UNKNOWN_ADDRESSES = ['address_no_match', 'address_line1_no_match']
const TEST_ADDRESSES = ['address_full_match', ...UNKNOWN_ADDRESSES]

/** Whether the data match at once rather than some seconds later. */
export function matchesAtOnce(person: PersonRow): boolean {
  return birthDate(person) === '1902-01-01' || consistsOf('2', idNumber(person))
}

/** Judges one person at a time in Unix seconds, in a country where `identityField` is the field of the identity document. */
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
  ]
  return {
    findings: findings.filter((finding) => finding !== null),
    listed: birthDate(person) === '1900-01-01',
  }
}

/** Stripe takes the data of anybody over 13 and refuses those who may make no contract afterwards. */
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
  return 'id_number' in person.secret.numbers || consistsOf('0', idNumber(person))
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

function consistsOf(digit: string, number: string): boolean {
  return number.length >= 4 && number === digit.repeat(number.length)
}

/** Faults that Stripe reports of the person, comparing the document with what was typed, rather than of the document. */
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
