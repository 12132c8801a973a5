/**
 * Applies a call's parameters to the company of an account.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { isStructureOf } from '../countries/business-structures.ts'
import { invalidParameter, invalidRequest } from '../errors.ts'
import type { ResourceApi } from '../resource-api.ts'
import { noCompany } from './account-object.ts'
import type { AccountInput } from './account-parameters.ts'
import { checkAddress } from './address.ts'
import type { Dossier } from './dossier.ts'
import { checkFile, forgetDetailsOfNewFiles } from './files.ts'
import { checkVat } from './id-numbers.ts'
import { checkKanaAddress } from './kana.ts'
import { merged } from './merge.ts'
import { checkPhone } from './phone.ts'

type CompanyInput = NonNullable<AccountInput['company']>

/** A company's numbers, which the API accepts and never returns. */
const NUMBERS = ['tax_id', 'vat_id', 'registration_number'] as const
const ADDRESSES = [
  ...(['address', 'address_kana', 'address_kanji', 'administrative_address'] as const),
  ...(['physical_address', 'principal_place_of_business'] as const),
]

/** Changes the company. Throws an invalid_request_error for a change that is not allowed. */
export function applyCompany(api: ResourceApi, { account, row }: Dossier, input: CompanyInput): void {
  for (const name of ADDRESSES) checkAddress(input[name], account.country ?? '', `company[${name}]`)
  checkStructure(account, input.structure)
  if (input.registration_date) checkRegistration(input.registration_date, api.clock.now())
  checkKanaAddress(input.address_kana, 'company[address_kana]')
  checkPhone(input.phone, account.country ?? '', 'company[phone]')
  checkVat(input.vat_id, account.country)
  for (const side of ['front', 'back'] as const) {
    const file = input.verification?.document?.[side]
    if (file) checkFile(api, file, ['additional_verification'], `company[verification][document][${side}]`)
  }
  const { tax_id, vat_id, registration_number, ...shown } = input
  const numbers = { tax_id, vat_id, registration_number }
  const { company } = row.secret
  for (const name of NUMBERS) {
    const number = numbers[name]
    if (number) company[name] = number
    else if (number === null) delete company[name]
  }
  const before = account.company ?? noCompany(account.country)
  account.company = {
    ...merged(before, shown),
    tax_id_provided: 'tax_id' in company,
    vat_id_provided: 'vat_id' in company,
  }
  forgetDetailsOfNewFiles(before.verification?.document, account.company.verification?.document)
}

function checkStructure(
  { business_type, country = '' }: Stripe.Account,
  structure: CompanyInput['structure'],
): void {
  if (!structure || isStructureOf(country, business_type, structure)) return
  const whose = `${business_type ?? 'business'} accounts in ${country}`
  throw invalidRequest(`The structure ${structure} is not supported for ${whose}.`, {
    param: 'company[structure]',
  })
}

function checkRegistration(
  { day, month, year }: NonNullable<CompanyInput['registration_date']>,
  now: number,
): void {
  const date = new Date(Date.UTC(year, month - 1, day))
  if (date.getUTCMonth() === month - 1 && date.getTime() <= now * 1000) return
  const message = 'Invalid registration date: it must be a day in the past.'
  throw invalidParameter(message, { param: 'company[registration_date]' })
}
