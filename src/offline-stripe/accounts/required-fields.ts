/**
 * The fields that an account must give, by its country, agreement, business type and requested capabilities
 * (https://docs.stripe.com/connect/required-verification-information).
 *
 * - Without a requested capability, Stripe asks only for the business type, an external account and the agreement.
 * - With `transfers` alone, Stripe asks for no business profile and no statement descriptors.
 * - In the United States the last four digits of a social security number do at first. The whole number, which answers for
 *   them, may be asked for later.
 * - An account whose e-mail address contains `enforce_future_requirements` must give at once what others may have to give
 *   later, as in https://docs.stripe.com/connect/handle-verification-updates.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { type Dossier, type ExternalAccountRow, isGroup, isIndividual, membersOf } from './dossier.ts'
import { isGiven, personValue, valueAt } from './facts.ts'
import { namesOwners } from './ownership.ts'
import { verificationFields } from './service-agreement.ts'

export interface RequiredFields {
  /** Required before anything is enabled. */
  minimum: string[]
  /** Required of some accounts, later. */
  additional: string[]
}

/** Names in Stripe's country specs that no parameter has, and the parameter for each. */
const RENAMED: Record<string, string> = {
  'individual.business_vat_id_number': 'company.vat_id',
  'company.business_vat_id_number': 'company.vat_id',
  'company.pan': 'company.tax_id',
  'company.business_cross_border_transaction_classifications': 'company.export_purpose_code',
}

const URL = 'business_profile.url'
/** A seller without a website describes the products instead. */
const INSTEAD_OF_URL = 'business_profile.product_description'

const OWNERSHIP = 'documents.bank_account_ownership_verification.files'
/** Stripe's test number for a bank account whose owner must prove that it is theirs. */
const UNPROVEN_NUMBER = '000999999992'

/** Fields of the country spec that Stripe asks for only once the last four digits of the number do no longer. */
const LATER_IN_THE_US = /\.(id_number|verification\.document)$/

const BASIC = ['business_type', 'external_account', 'tos_acceptance.date', 'tos_acceptance.ip']
const ABOUT_CHARGES = /^(business_profile|settings)\./
const ABOUT_THE_OWNER = /^(individual|company|representative|owners|directors|executives|documents)\./
const ABOUT_OWNERS = /^(owners\.|company\.owners_provided$)/

/**
 * The paths that the account must give. Those about a person begin with `individual.`, `person_123.` or, before there is one,
 * `owners.`.
 */
export function requiredFields(dossier: Dossier): RequiredFields {
  const { account } = dossier
  const known = verificationFields(account)?.[isIndividual(account) ? 'individual' : 'company'] ?? {
    minimum: [],
    additional: [],
  }
  const apply = (paths: string[]) =>
    paths
      .filter((path) => isAsked(dossier, path))
      .map((path) => RENAMED[path] ?? path)
      .flatMap((path) => forPeople(dossier, path))
      .filter((path) => !isCoveredByIdNumber(dossier, path))
  const isEnforced = account.email?.includes('enforce_future_requirements') ?? false
  const isLater = (path: string) => account.country === 'US' && !isEnforced && LATER_IN_THE_US.test(path)
  const minimum = [
    ...apply(known.minimum.filter((path) => !isLater(path))),
    ...dossier.externalAccounts.flatMap(requiredOfExternalAccount),
  ]
  const later = known.minimum.filter((path) => isLater(path) && path.endsWith('.id_number'))
  const additional = apply([...known.additional, ...later])
  return isEnforced ? { minimum: [...minimum, ...additional], additional: [] } : { minimum, additional }
}

/** The paths that an external account requires of its account. */
export function requiredOfExternalAccount({ secret }: ExternalAccountRow): string[] {
  return secret.account_number === UNPROVEN_NUMBER ? [OWNERSHIP] : []
}

/** The required fields that are missing. */
export function missingFields(dossier: Dossier): string[] {
  const { minimum } = requiredFields(dossier)
  return minimum.filter((path) => !isAnswered(dossier, path, minimum))
}

/** The alternatives to a missing field. */
export function alternativesOf(dossier: Dossier): Stripe.Account.Requirements.Alternative[] {
  const isEither = !requiredFields(dossier).minimum.includes(INSTEAD_OF_URL)
  return isEither && missingFields(dossier).includes(URL)
    ? [{ original_fields_due: [URL], alternative_fields_due: [INSTEAD_OF_URL] }]
    : []
}

/** A description answers for the web address, unless the country asks for both. */
function isAnswered(dossier: Dossier, path: string, required: readonly string[]): boolean {
  if (isGiven(valueAt(dossier, path))) return true
  return path === URL && !required.includes(INSTEAD_OF_URL) && isGiven(valueAt(dossier, INSTEAD_OF_URL))
}

/** The names of the requested capabilities. */
export function requestedCapabilities({ row }: Dossier): string[] {
  const { capabilities } = row.secret
  return Object.keys(capabilities).filter((name) => capabilities[name]?.requested)
}

function isAsked(dossier: Dossier, path: string): boolean {
  if (BASIC.includes(path)) return true
  const requested = requestedCapabilities(dossier)
  if (requested.length === 0) return false
  if (ABOUT_CHARGES.test(path)) return requested.some((name) => name !== 'transfers')
  if (ABOUT_OWNERS.test(path) && !namesOwners(dossier.account)) return false
  return dossier.account.business_type ? true : !ABOUT_THE_OWNER.test(path)
}

/**
 * One path for each person of the group that a path is about; the path itself while the group is empty and not marked as
 * provided.
 */
function forPeople(dossier: Dossier, path: string): string[] {
  const [head = '', ...rest] = path.split('.')
  if (!isGroup(head)) return [path]
  const members = membersOf(dossier, head)
  if (members.length > 0) return members.map(({ id }) => [id, ...rest].join('.'))
  return isGiven(valueAt(dossier, `company.${head}_provided`)) ? [] : [path]
}

/** In the United States a whole social security number replaces the identity document until verification asks for one. */
function isCoveredByIdNumber(dossier: Dossier, path: string): boolean {
  const [head, ...rest] = path.split('.')
  if (dossier.account.country !== 'US' || rest.join('.') !== 'verification.document') return false
  const person = dossier.people.find(({ id }) => head === 'individual' || head === id)
  return person !== undefined && isGiven(personValue(person, 'id_number'))
}
