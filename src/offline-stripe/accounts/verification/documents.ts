/**
 * Judges an uploaded document by the name of its file, because the offline Stripe cannot read a picture:
 *
 * - a name that contains one of {@link FAULTS} fails for that reason: `passport-expired.png`, `id_name_mismatch.jpg`;
 * - `blurry` is another word for `not_readable`, and a plain `failed` for `failed_other`;
 * - anything else passes.
 *
 * Stripe's own tokens work as they do at Stripe (https://docs.stripe.com/connect/testing#test-file-tokens):
 * `file_identity_document_success` and `file_relationship_document_success` pass, and the others fail as their names say. A file
 * that failed fails again.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { ResourceApi } from '../../resource-api.ts'
import type { Dossier, ErrorCode } from '../dossier.ts'
import type { BusinessFinding } from './business.ts'

/** The faults of a document, as in `verification_document_…`. A longer word comes before a word that it contains. */
export const FAULTS = [
  'address_mismatch',
  'address_missing',
  'corrupt',
  'country_not_supported',
  'dob_mismatch',
  'duplicate_type',
  'expired',
  'failed_copy',
  'failed_greyscale',
  'failed_other',
  'failed_test_mode',
  'fraudulent',
  'id_number_mismatch',
  'id_number_missing',
  'incomplete',
  'invalid',
  'issue_or_expiry_date_missing',
  'manipulated',
  'missing_back',
  'missing_front',
  'name_mismatch',
  'name_missing',
  'nationality_mismatch',
  'not_readable',
  'not_signed',
  'not_uploaded',
  'photo_mismatch',
  'too_large',
  'type_not_supported',
] as const

export type Fault = (typeof FAULTS)[number]

/** Stripe's token for a document that somebody signed who may not: the one problem with a document that is no {@link Fault}. */
const INVALID_SIGNER = 'file_relationship_document_invalid_signer'

const OTHER_WORDS: [word: string, fault: Fault][] = [
  ['file_relationship_document_mismatch', 'name_mismatch'],
  ['blurry', 'not_readable'],
  ['failed', 'failed_other'],
  ['failure', 'failed_other'],
]

/** The fault that a file's name contains; null when the document passes. */
function faultInName(name: string): Fault | null {
  const words = name.toLowerCase().replace(/[^a-z]+/g, '_')
  const named = FAULTS.find((fault) => words.includes(fault))
  return named ?? OTHER_WORDS.find(([word]) => words.includes(word))?.[1] ?? null
}

/** Judges every side of a document. Returns the first fault, or null when all sides pass. */
export function judgeFiles(api: ResourceApi, files: readonly string[]): Fault | null {
  for (const id of files) {
    const fault = judgeFile(api, id)
    if (fault) return fault
  }
  return null
}

function judgeFile(api: ResourceApi, id: string): Fault | null {
  const file = api.store.get<Stripe.File>('file', id)
  return faultInName(file?.object.filename ?? id)
}

/** What is wrong with the documents of an account, such as a licence. */
export function judgeDocuments(api: ResourceApi, { row }: Dossier): BusinessFinding[] {
  return Object.entries(row.secret.documents).flatMap(([kind, files]) => {
    const code = codeFor(api, files)
    return code ? [{ requirement: `documents.${kind}.files`, code }] : []
  })
}

function codeFor(api: ResourceApi, files: readonly string[]): ErrorCode | null {
  if (files.includes(INVALID_SIGNER)) return 'invalid_signator'
  const fault = judgeFiles(api, files)
  return fault && `verification_document_${fault}`
}
