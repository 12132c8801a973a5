/**
 * Applies a call's parameters to an account's dossier, and refuses changes that are not allowed.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { countrySpec } from '../countries/index.ts'
import { invalidRequest } from '../errors.ts'
import { mergeMetadata } from '../metadata.ts'
import type { ResourceApi } from '../resource-api.ts'
import { answersToStripe } from './access.ts'
import { noCompany } from './account-object.ts'
import { type AccountInput, accountTokenInput } from './account-parameters.ts'
import { checkAddress } from './address.ts'
import { applyPerson, newPerson } from './apply-person.ts'
import { requestCapabilities } from './capability-requests.ts'
import { type Dossier, isIndividual } from './dossier.ts'
import { addExternalAccount } from './external-account.ts'
import { checkFile } from './files.ts'
import { checkVat } from './id-numbers.ts'
import { checkKanaAddress } from './kana.ts'
import { merged } from './merge.ts'
import { checkPhone } from './phone.ts'
import { changedSchedule } from './schedule.ts'
import { useToken } from './tokens.ts'

/** A company's numbers, which the API accepts and never returns. */
const COMPANY_NUMBERS = ['tax_id', 'vat_id', 'registration_number'] as const

/**
 * Changes the dossier. Throws an invalid_request_error for a change that is not allowed.
 *
 * @param ip The caller's address, which is recorded with the agreement when a token says `tos_shown_and_accepted`.
 */
export function applyAccount(api: ResourceApi, dossier: Dossier, sent: AccountInput, ip: string): void {
  const input = withToken(api, sent, ip)
  const { account } = dossier
  applyBusinessType(api, dossier, input.business_type)
  if (input.email !== undefined) account.email = input.email
  if (input.metadata !== undefined) account.metadata = mergeMetadata(account.metadata, input.metadata)
  if (input.business_profile) {
    checkAddress(
      input.business_profile.support_address,
      account.country ?? '',
      'business_profile[support_address]',
    )
    checkPhone(input.business_profile.support_phone, account.country ?? '', 'business_profile[support_phone]')
    account.business_profile = merged(account.business_profile, input.business_profile)
  }
  if (input.default_currency) account.default_currency = supportedCurrency(account, input.default_currency)
  if (input.settings) applySettings(account, input.settings)
  if (input.tos_acceptance) applyAgreement(account, input.tos_acceptance)
  if (input.capabilities) requestCapabilities(dossier, input.capabilities, api.clock.now())
  if (input.company) applyCompany(api, dossier, input.company)
  if (input.individual) applyIndividual(api, dossier, input.individual)
  if (input.documents) applyDocuments(api, dossier, input.documents)
  if (input.external_account) replaceExternalAccounts(api, dossier, input.external_account)
}

/** The parameters, including those of an account token. */
function withToken(api: ResourceApi, sent: AccountInput, ip: string): AccountInput {
  const { account_token, ...input } = sent
  if (account_token === undefined) return input
  const { secret } = useToken(api, account_token, 'account', 'account_token')
  const { tos_shown_and_accepted, ...identity } = accountTokenInput(secret)
  const agreement = tos_shown_and_accepted && { tos_acceptance: { date: api.clock.now(), ip } }
  return { ...input, ...identity, ...agreement }
}

function applyBusinessType(api: ResourceApi, dossier: Dossier, type: AccountInput['business_type']): void {
  const { account } = dossier
  if (type === undefined || type === account.business_type) return
  if (account.details_submitted) {
    const message = 'You cannot change `business_type` via API once the account has submitted its details.'
    throw invalidRequest(message, { param: 'business_type' })
  }
  account.business_type = type
  dossier.people = []
  if (type === 'individual') dossier.people.push(newPerson(api, account))
  else account.company = merged(noCompany(account.country), account.company ?? {})
}

function applyIndividual(
  api: ResourceApi,
  dossier: Dossier,
  individual: NonNullable<AccountInput['individual']>,
): void {
  const [person] = dossier.people
  if (!person || !isIndividual(dossier.account)) {
    const message = 'You may only provide `individual` for an account whose `business_type` is `individual`.'
    throw invalidRequest(message, { param: 'individual' })
  }
  applyPerson(api, person, dossier.account.country ?? '', individual, 'individual')
}

function applyCompany(
  api: ResourceApi,
  { account, row }: Dossier,
  input: NonNullable<AccountInput['company']>,
): void {
  for (const name of ['address', 'address_kana', 'address_kanji'] as const)
    checkAddress(input[name], account.country ?? '', `company[${name}]`)
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
  for (const name of COMPANY_NUMBERS) {
    const number = numbers[name]
    if (number) company[name] = number
    else if (number === null) delete company[name]
  }
  account.company = {
    ...merged(account.company ?? noCompany(account.country), shown),
    tax_id_provided: 'tax_id' in company,
    vat_id_provided: 'vat_id' in company,
  }
}

/** Keeps the files of an account's documents. */
export function applyDocuments(
  api: ResourceApi,
  { row }: Dossier,
  documents: NonNullable<AccountInput['documents']>,
): void {
  for (const [kind, document] of Object.entries(documents)) {
    if (!document?.files) continue
    for (const [index, file] of document.files.entries())
      checkFile(api, file, ['account_requirement'], `documents[${kind}][files][${index}]`)
    row.secret.documents[kind] = document.files
  }
}

/** The new external account replaces the default of its currency; the others stay. */
function replaceExternalAccounts(
  api: ResourceApi,
  dossier: Dossier,
  reference: NonNullable<AccountInput['external_account']>,
): void {
  const defaults = dossier.externalAccounts.filter(({ object }) => object.default_for_currency)
  const { object: added } = addExternalAccount(api, dossier, reference, { defaultForCurrency: true })
  const replaced = defaults.find(({ object }) => object.currency === added.currency)
  dossier.externalAccounts = dossier.externalAccounts.filter((row) => row !== replaced)
}

function applySettings(account: Stripe.Account, settings: NonNullable<AccountInput['settings']>): void {
  const change = settings.payouts?.schedule
  const schedule =
    change && changedSchedule(account, change, (part) => `settings[payouts][schedule][${part}]`)
  account.settings = merged(account.settings, settings)
  if (schedule && account.settings.payouts) account.settings.payouts.schedule = schedule
}

function applyAgreement(
  account: Stripe.Account,
  { service_agreement, ...acceptance }: NonNullable<AccountInput['tos_acceptance']>,
): void {
  const isAccepted = Object.values(acceptance).some((value) => value !== undefined)
  if (isAccepted && answersToStripe(account)) {
    const message =
      'You cannot accept the Terms of Service on behalf of accounts where `controller[requirement_collection]=stripe`, which includes Standard and Express accounts.'
    throw invalidRequest(message, { param: 'tos_acceptance' })
  }
  const { service_agreement: accepted = 'full', date } = account.tos_acceptance ?? {}
  if (service_agreement && date && service_agreement !== accepted) {
    const message = 'You cannot change the service agreement of an account that has accepted one.'
    throw invalidRequest(message, { param: 'tos_acceptance[service_agreement]' })
  }
  account.tos_acceptance = merged(account.tos_acceptance, { ...acceptance, service_agreement })
}

function supportedCurrency({ country = '' }: Stripe.Account, currency: string): string {
  if (currency in (countrySpec(country)?.supported_bank_account_currencies ?? {})) return currency
  throw invalidRequest(`Accounts in ${country} cannot have ${currency} as their default currency.`, {
    param: 'default_currency',
  })
}
