/**
 * Files that a call names must be uploaded, and with the right purpose (https://docs.stripe.com/file-upload). Stripe's file
 * tokens stand for a picture of a document without an upload.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { invalidRequest, referenceMissing } from '../errors.ts'
import type { ResourceApi } from '../resource-api.ts'
import type { AccountInput } from './account-parameters.ts'

const TOKENS = [
  'file_identity_document_success',
  'file_identity_document_failure',
  'file_relationship_document_success',
  'file_relationship_document_invalid',
  'file_relationship_document_mismatch',
  'file_relationship_document_invalid_signer',
]

/** Whether Stripe takes one of these for the other is not known, so both stand for both. */
const BRANDING: Stripe.File.Purpose[] = ['business_icon', 'business_logo']

/** Refuses a document that does not exist or was uploaded for another purpose. */
export function checkFile(
  api: ResourceApi,
  id: string,
  purposes: Stripe.File.Purpose[],
  param: string,
): void {
  if (!TOKENS.includes(id)) checkUpload(api, id, purposes, param)
}

/** Refuses settings with a file that does not exist, or with a picture that was uploaded for something else. */
export function checkFilesOfSettings(
  api: ResourceApi,
  { branding, paypay_payments: paypay }: NonNullable<AccountInput['settings']>,
): void {
  for (const name of ['icon', 'logo'] as const)
    if (branding?.[name]) checkUpload(api, branding[name], BRANDING, `settings[branding][${name}]`)
  for (const [index, file] of (paypay?.additional_files ?? []).entries())
    checkUpload(api, file, undefined, `settings[paypay_payments][additional_files][${index}]`)
  const flow = paypay?.site?.restricted?.payment_flow_file
  if (flow)
    checkUpload(api, flow, undefined, 'settings[paypay_payments][site][restricted][payment_flow_file]')
}

/** @param purposes Any, where Stripe names none. */
function checkUpload(
  api: ResourceApi,
  id: string,
  purposes: Stripe.File.Purpose[] | undefined,
  param: string,
): void {
  const file = api.store.get<Stripe.File>('file', id)
  if (!file) throw referenceMissing('file upload', id, param)
  if (!purposes || purposes.includes(file.object.purpose)) return
  throw invalidRequest(
    `The file ${id} was uploaded with the purpose ${file.object.purpose}; this needs ${purposes.join(' or ')}.`,
    { param },
  )
}

/** A document with the verdict on it. */
interface JudgedDocument {
  back: unknown
  details: string | null
  details_code: string | null
  front: unknown
}

/** Clears the verdict on the files before: the new ones are not judged yet. */
export function forgetDetailsOfNewFiles(
  before: JudgedDocument | null | undefined,
  after: JudgedDocument | null | undefined,
): void {
  if (!after || (after.front === before?.front && after.back === before?.back)) return
  after.details = null
  after.details_code = null
}
