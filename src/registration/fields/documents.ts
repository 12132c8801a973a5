/**
 * Documents that are uploaded: of identity, of the address, and of what the business is.
 *
 * @see https://docs.stripe.com/connect/handling-api-verification#document-requirements
 * @module
 */
import type { Stripe } from 'stripe'
import type { MessageKey } from '../../messages/translator.ts'
import { define, type FieldDefinition, inputName, type Situation, valueAt } from './definition.ts'

/** Stripe reads identity documents from pictures only. */
export const PICTURES = ['image/jpeg', 'image/png'] as const
export const PICTURES_AND_PDF = [...PICTURES, 'application/pdf'] as const

const step = 'document'

/** Kinds of document that Stripe asks for as a list of files. */
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

export function documents({ messages }: Situation): FieldDefinition[] {
  const label = (name: string) => messages.text(`field.document.${name}` as MessageKey)
  const twoSides = (
    requirement: string,
    given: Pick<FieldDefinition, 'accept' | 'purpose' | 'label' | 'hint'>,
  ) =>
    define({
      requirements: [requirement],
      step,
      kind: 'document',
      shown: () => '',
      given: (account) => hasFront(account, requirement),
      ...given,
    })
  return [
    twoSides('individual.verification.document', {
      accept: PICTURES,
      purpose: 'identity_document',
      label: label('identity'),
      hint: messages.text('field.document.identity.hint'),
    }),
    twoSides('individual.verification.additional_document', {
      accept: PICTURES_AND_PDF,
      purpose: 'additional_verification',
      label: label('address'),
      hint: messages.text('field.document.address.hint'),
    }),
    twoSides('company.verification.document', {
      accept: PICTURES_AND_PDF,
      purpose: 'additional_verification',
      label: label('company'),
      hint: undefined,
    }),
    ...PERSONAL_KINDS.map((kind) => files(`individual.documents.${kind}.files`, label(kind))),
    ...KINDS.map((kind) => files(`documents.${kind}.files`, label(kind))),
  ]
}

/** A requirement that takes a list of files. */
export function files(requirement: string, label: string): FieldDefinition {
  return define({
    name: inputName(requirement),
    requirements: [requirement],
    step,
    kind: 'files',
    label,
    accept: PICTURES_AND_PDF,
    purpose: 'account_requirement',
    shown: () => '',
  })
}

function hasFront(account: Stripe.Account, requirement: string): boolean {
  return Boolean(valueAt(account, `${requirement}.front`))
}
