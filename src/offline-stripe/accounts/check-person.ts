/**
 * Refuses details of a person that are impossible in the account's country.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { invalidParameter } from '../errors.ts'
import type { ResourceApi } from '../resource-api.ts'
import { checkAddress } from './address.ts'
import { checkFile } from './files.ts'
import { checkKanaAddress, checkKanaName } from './kana.ts'
import type { PersonInput } from './person-parameters.ts'
import { checkPhone } from './phone.ts'

/** The youngest age that Stripe accepts, in years, and the first year of birth. */
const YOUNGEST = 13
const OLDEST_YEAR = 1900

/** The purposes for which a picture may be uploaded (https://docs.stripe.com/file-upload). */
const PICTURE_PURPOSES: Record<'document' | 'additional_document', Stripe.File.Purpose[]> = {
  document: ['identity_document'],
  additional_document: ['identity_document', 'additional_verification'],
}
const DOCUMENT_PURPOSES: Stripe.File.Purpose[] = ['account_requirement', 'identity_document']

/**
 * Throws an invalid_request_error that names the wrong parameter.
 *
 * @param param The parameter name of a field: `dob[year]` gives `individual[dob][year]`.
 */
export function checkPerson(
  api: ResourceApi,
  country: string,
  input: PersonInput,
  param: (name: string) => string,
): void {
  for (const name of ['address', 'address_kana', 'address_kanji', 'registered_address'] as const)
    checkAddress(input[name], country, param(name))
  checkKanaAddress(input.address_kana, param('address_kana'))
  checkPhone(input.phone, country, param('phone'), true)
  for (const name of ['first_name_kana', 'last_name_kana'] as const) checkKanaName(input[name], param(name))
  if (input.dob) checkBirthDate(input.dob, api.clock.now(), param)
  checkPictures(api, input.verification, param)
  checkDocuments(api, input.documents, param)
}

function checkPictures(
  api: ResourceApi,
  verification: PersonInput['verification'],
  param: (name: string) => string,
): void {
  for (const kind of ['document', 'additional_document'] as const) {
    for (const side of ['front', 'back'] as const) {
      const file = verification?.[kind]?.[side]
      if (file) checkFile(api, file, PICTURE_PURPOSES[kind], param(`verification[${kind}][${side}]`))
    }
  }
}

function checkDocuments(
  api: ResourceApi,
  documents: PersonInput['documents'] = {},
  param: (name: string) => string,
): void {
  for (const [kind, document] of Object.entries(documents)) {
    for (const [index, file] of (document?.files ?? []).entries())
      checkFile(api, file, DOCUMENT_PURPOSES, param(`documents[${kind}][files][${index}]`))
  }
}

function checkBirthDate(
  { day, month, year }: { day: number; month: number; year: number },
  now: number,
  param: (name: string) => string,
): void {
  const date = new Date(Date.UTC(year, month - 1, day))
  if (date.getUTCMonth() !== month - 1)
    throw invalidParameter('Invalid date of birth: there is no such day', { param: param('dob[day]') })
  const today = new Date(now * 1000)
  const youngest = Date.UTC(today.getUTCFullYear() - YOUNGEST, today.getUTCMonth(), today.getUTCDate())
  if (date.getTime() > youngest)
    throw invalidParameter(`Must be at least ${YOUNGEST} years of age to use Stripe`, {
      param: param('dob[year]'),
    })
  if (year < OLDEST_YEAR)
    throw invalidParameter('Date of birth must be within the last 120 years', { param: param('dob[year]') })
}
