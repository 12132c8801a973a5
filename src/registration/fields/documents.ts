/**
 * Documents to upload: proof of identity, of address and of the business.
 *
 * @see https://docs.stripe.com/connect/handling-api-verification#document-requirements
 * @module
 */
import type { Stripe } from 'stripe'
import type { Subject } from '../subject.ts'
import { said, wordsFor } from '../words.ts'
import { type Declared, define, type FieldDefinition, valueAt } from './definition.ts'

/** What Stripe takes as any document. @see https://docs.stripe.com/api/accounts/update#update_account-individual-verification */
const DOCUMENT_TYPES = ['image/jpeg', 'image/png', 'application/pdf'] as const

const step = 'document'

/** Stripe asks for the other side of a document that it has. */
export const MISSING_BACK = 'verification_document_missing_back'

/** Documents that Stripe takes as a list of files. */
const KINDS = [
  'bank_account_ownership_verification',
  'company_license',
  'company_memorandum_of_association',
  'company_ministerial_decree',
  'company_registration_verification',
  'company_tax_id_verification',
  'proof_of_address',
  'proof_of_business_presence',
  'proof_of_registration',
  'proof_of_ultimate_beneficial_ownership',
] as const

const PERSONAL_KINDS = ['passport', 'visa', 'company_authorization'] as const

/** Proof of who a person is. */
export function personalDocuments(person: Subject<Stripe.Person>): FieldDefinition[] {
  return [
    twoSides(person, 'verification.document', {
      purpose: 'identity_document',
      label: 'field.document.identity',
      hint: said(person, 'field.document.identity.hint'),
    }),
    twoSides(person, 'verification.additional_document', {
      purpose: 'additional_verification',
      label: 'field.document.address',
      oneSided: true,
      hint: said(person, 'field.document.address.hint'),
    }),
    ...PERSONAL_KINDS.map((kind) => files(person, `documents.${kind}.files`, `field.document.${kind}`)),
  ]
}

/** Proof of the business. */
export function businessDocuments(account: Subject<Stripe.Account>): FieldDefinition[] {
  const { messages } = account.situation
  return [
    twoSides(account, 'company.verification.document', {
      purpose: 'additional_verification',
      label: 'field.document.company',
    }),
    ...KINDS.map((kind) =>
      files(account, `documents.${kind}.files`, wordsFor(messages, `field.document.${kind}`, 'noun.the')),
    ),
  ]
}

function twoSides(
  subject: Subject,
  requirement: string,
  given: Pick<Declared, 'purpose' | 'label' | 'hint' | 'oneSided'>,
): FieldDefinition {
  return define(subject, {
    requirements: [requirement],
    step,
    kind: 'document',
    accept: DOCUMENT_TYPES,
    value: '',
    given: Boolean(valueAt(subject.object, `${requirement}.front`)),
    ...given,
  })
}

/** The question for a requirement that takes a list of files. */
export function files(subject: Subject, requirement: string, label: Declared['label']): FieldDefinition {
  return define(subject, {
    requirements: [requirement],
    step,
    kind: 'files',
    label,
    accept: DOCUMENT_TYPES,
    purpose: 'account_requirement',
    value: '',
  })
}
