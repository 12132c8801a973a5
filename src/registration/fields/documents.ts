/**
 * Documents to upload: proof of identity, of address and of the business.
 *
 * @see https://docs.stripe.com/connect/handling-api-verification#document-requirements
 * @module
 */
import type { Stripe } from 'stripe'
import type { Subject } from '../subject.ts'
import { wordsFor } from '../words.ts'
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

export function documents(
  person: Subject<Stripe.Person>,
  account: Subject<Stripe.Account>,
): FieldDefinition[] {
  const { messages } = person.situation
  const twoSides = (
    subject: Subject,
    requirement: string,
    given: Pick<Declared, 'accept' | 'purpose' | 'label' | 'hint' | 'oneSided'>,
  ) =>
    define(subject, {
      requirements: [requirement],
      step,
      kind: 'document',
      value: '',
      given: Boolean(valueAt(subject.object, `${requirement}.front`)),
      ...given,
    })
  return [
    twoSides(person, 'verification.document', {
      accept: DOCUMENT_TYPES,
      purpose: 'identity_document',
      label: 'field.document.identity',
      hint: messages.text('field.document.identity.hint'),
    }),
    twoSides(person, 'verification.additional_document', {
      accept: DOCUMENT_TYPES,
      purpose: 'additional_verification',
      label: 'field.document.address',
      oneSided: true,
      hint: messages.text('field.document.address.hint'),
    }),
    twoSides(account, 'company.verification.document', {
      accept: DOCUMENT_TYPES,
      purpose: 'additional_verification',
      label: 'field.document.company',
    }),
    ...PERSONAL_KINDS.map((kind) => files(person, `documents.${kind}.files`, `field.document.${kind}`)),
    ...KINDS.map((kind) =>
      files(account, `documents.${kind}.files`, wordsFor(messages, `field.document.${kind}`, 'noun.the')),
    ),
  ]
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
