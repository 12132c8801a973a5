/**
 * Files that a call names as documents must be uploaded, and with the right purpose (https://docs.stripe.com/file-upload).
 * Stripe's file tokens stand for a picture without an upload.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { invalidRequest, referenceMissing } from '../errors.ts'
import type { ResourceApi } from '../resource-api.ts'

const TOKENS = [
  'file_identity_document_success',
  'file_identity_document_failure',
  'file_relationship_document_success',
  'file_relationship_document_invalid',
  'file_relationship_document_mismatch',
  'file_relationship_document_invalid_signer',
]

/** Refuses a file that does not exist or was uploaded for another purpose. */
export function checkFile(
  api: ResourceApi,
  id: string,
  purposes: Stripe.File.Purpose[],
  param: string,
): void {
  if (TOKENS.includes(id)) return
  const file = api.store.get<Stripe.File>('file', id)
  if (!file) throw referenceMissing('file upload', id, param)
  if (purposes.includes(file.object.purpose)) return
  throw invalidRequest(
    `The file ${id} was uploaded with the purpose ${file.object.purpose}; this needs ${purposes.join(' or ')}.`,
    { param },
  )
}
