/**
 * Applies a call's parameters to an account's dossier, and refuses changes that are not allowed.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { bankCurrencies } from '../countries/index.ts'
import { invalidRequest } from '../errors.ts'
import { mergeMetadata } from '../metadata.ts'
import type { ResourceApi } from '../resource-api.ts'
import { answersToStripe } from './access.ts'
import { noCompany } from './account-object.ts'
import { type AccountInput, accountTokenInput } from './account-parameters.ts'
import { checkAddress } from './address.ts'
import { applyCompany } from './apply-company.ts'
import { applyPerson, newPerson } from './apply-person.ts'
import { requestCapabilities } from './capability-requests.ts'
import { type Dossier, isIndividual } from './dossier.ts'
import { addExternalAccount } from './external-account.ts'
import type { ExternalAccountInput } from './external-account-parameters.ts'
import { checkFile, checkFilesOfSettings } from './files.ts'
import { merged } from './merge.ts'
import { checkPhone } from './phone.ts'
import { changedSchedule } from './schedule.ts'
import { checkAgreement } from './service-agreement.ts'
import { useToken } from './tokens.ts'

const NO_GROUPS = { payments_pricing: null }

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
  if (input.settings) {
    checkFilesOfSettings(api, input.settings)
    applySettings(account, input.settings)
  }
  if (input.tos_acceptance) applyAgreement(account, input.tos_acceptance)
  if (input.groups) account.groups = merged(account.groups, { ...NO_GROUPS, ...input.groups })
  requestCapabilities(dossier, wantedCapabilities(input), api.clock.now())
  if (input.company) applyCompany(api, dossier, input.company)
  if (input.individual) applyIndividual(api, dossier, input.individual)
  if (input.documents) applyDocuments(api, dossier, input.documents)
  if (input.external_account === null) dossier.externalAccounts = []
  else if (input.external_account) replaceExternalAccounts(api, dossier, input.external_account)
  if (input.bank_account)
    replaceExternalAccounts(api, dossier, bankAccountOf(input.bank_account), 'bank_account')
}

/** The capabilities that a call names in either way. */
function wantedCapabilities({ capabilities, requested_capabilities = [] }: AccountInput) {
  const requested = requested_capabilities.map((name) => [name, { requested: true }] as const)
  return { ...Object.fromEntries(requested), ...capabilities }
}

function bankAccountOf(given: NonNullable<AccountInput['bank_account']>): ExternalAccountInput {
  return typeof given === 'string' ? given : { ...given, object: 'bank_account' }
}

/** The parameters, including those of an account token. */
function withToken(api: ResourceApi, sent: AccountInput, ip: string): AccountInput {
  const { account_token, ...input } = sent
  if (account_token === undefined) return input
  const { secret } = useToken(api, account_token, 'account', 'account_token')
  const { tos_shown_and_accepted, company, ...identity } = accountTokenInput(secret)
  const signature = { date: api.clock.now(), ip }
  const agreement = tos_shown_and_accepted && { tos_acceptance: signature }
  const { ownership_declaration_shown_and_signed: isSigned, ...details } = company ?? {}
  const described = company && {
    company: { ...details, ...(isSigned && { ownership_declaration: signature }) },
  }
  return { ...input, ...identity, ...described, ...agreement }
}

function applyBusinessType(api: ResourceApi, dossier: Dossier, type: AccountInput['business_type']): void {
  const { account } = dossier
  if (type === undefined || type === account.business_type) return
  if (account.details_submitted) {
    const message = 'You cannot change `business_type` via API once the account has submitted its details.'
    throw invalidRequest(message, { param: 'business_type' })
  }
  if (type === 'government_entity' && account.country !== 'US') {
    const message = 'Accounts of government entities are supported in the United States only.'
    throw invalidRequest(message, { param: 'business_type' })
  }
  const isStillCompany = account.business_type !== 'individual' && type !== 'individual'
  account.business_type = type
  if (!isStillCompany) dossier.people = []
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
  reference: ExternalAccountInput,
  param?: string,
): void {
  const defaults = dossier.externalAccounts.filter(({ object }) => object.default_for_currency)
  const options = { defaultForCurrency: true, ...(param && { param }) }
  const { object: added } = addExternalAccount(api, dossier, reference, options)
  const replaced = defaults.find(({ object }) => object.currency === added.currency)
  dossier.externalAccounts = dossier.externalAccounts.filter((row) => row !== replaced)
}

function applySettings(
  account: Stripe.Account,
  { paypay_payments, ...settings }: NonNullable<AccountInput['settings']>,
): void {
  const change = settings.payouts?.schedule
  const schedule =
    change && changedSchedule(account, change, (part) => `settings[payouts][schedule][${part}]`)
  account.settings = merged(account.settings, {
    ...settings,
    paypay_payments: paypay_payments && withoutPassword(paypay_payments),
  })
  if (schedule && account.settings.payouts) account.settings.payouts.schedule = schedule
  for (const agreement of [account.settings.card_issuing, account.settings.treasury]) {
    // Stripe leaves out an unset user agent here, which it shows as null in other agreements.
    if (agreement?.tos_acceptance?.user_agent === null) delete agreement.tos_acceptance.user_agent
  }
}

type PayPay = NonNullable<NonNullable<AccountInput['settings']>['paypay_payments']>

/** The settings as Stripe shows them: it never shows a password. */
function withoutPassword({ site, ...rest }: PayPay): object {
  if (!site) return rest
  const { accessible, in_development, restricted, ...others } = site
  const shown = {
    ...others,
    accessible: accessible === undefined ? undefined : {},
    in_development: in_development && {
      password_provided: true,
      username: in_development.username ?? null,
    },
    restricted: restricted && { payment_flow_file: restricted.payment_flow_file ?? null },
  }
  return { ...rest, site: shown }
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
  if (service_agreement) checkAgreement(account.country ?? '', service_agreement)
  const { service_agreement: accepted = 'full', date } = account.tos_acceptance ?? {}
  if (service_agreement && date && service_agreement !== accepted) {
    const message = 'You cannot change the service agreement of an account that has accepted one.'
    throw invalidRequest(message, { param: 'tos_acceptance[service_agreement]' })
  }
  account.tos_acceptance = merged(account.tos_acceptance, { ...acceptance, service_agreement })
}

function supportedCurrency({ country = '' }: Stripe.Account, currency: string): string {
  if (currency in bankCurrencies(country)) return currency
  throw invalidRequest(`Accounts in ${country} cannot have ${currency} as their default currency.`, {
    param: 'default_currency',
  })
}
