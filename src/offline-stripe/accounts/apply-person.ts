/**
 * Applies a call's parameters to a person's row, and makes new people.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { mergeMetadata } from '../metadata.ts'
import type { Maker, ResourceApi } from '../resource-api.ts'
import { blankAddress } from './address.ts'
import { checkPerson } from './check-person.ts'
import type { PersonRow } from './dossier.ts'
import { forgetDetailsOfNewFiles } from './files.ts'
import { checkIdNumber } from './id-numbers.ts'
import { merged } from './merge.ts'
import type { PersonInput } from './person-parameters.ts'
import { shownPhone } from './phone.ts'
import { numberOrToken } from './tokens.ts'
import { unverified } from './verification/person.ts'

const NO_ROLES = {
  authorizer: null,
  director: null,
  executive: null,
  legal_guardian: null,
  owner: null,
  percent_ownership: null,
  representative: null,
  title: null,
} as const

/** An individual stands for their own account, and has no other role in it. */
const REPRESENTING_THEMSELVES = {
  ...NO_ROLES,
  authorizer: false,
  director: false,
  executive: false,
  legal_guardian: false,
  owner: false,
  representative: true,
} as const

/** A person without any details. */
export function newPerson(api: Maker, account: Stripe.Account): PersonRow {
  const id = api.newId('person')
  const created = api.clock.now()
  return {
    id,
    account: account.id,
    created,
    object: {
      id,
      object: 'person',
      account: account.id,
      additional_tos_acceptances: { account: { date: null, ip: null, user_agent: null } },
      address: blankAddress(account.country),
      created,
      dob: { day: null, month: null, year: null },
      email: null,
      first_name: null,
      id_number_provided: false,
      last_name: null,
      metadata: {},
      phone: null,
      relationship: account.business_type === 'individual' ? { ...REPRESENTING_THEMSELVES } : { ...NO_ROLES },
      requirements: null,
      future_requirements: {
        alternatives: [],
        currently_due: [],
        errors: [],
        eventually_due: [],
        past_due: [],
        pending_verification: [],
      },
      ssn_last_4_provided: false,
      verification: unverified(),
    },
    secret: { numbers: {}, documents: {}, verified: false },
  }
}

/**
 * Changes the row. Throws an invalid_request_error for a change that is not allowed.
 *
 * @param prefix The parameter name of the person: `individual` gives `individual[dob][year]`.
 */
export function applyPerson(
  api: ResourceApi,
  row: PersonRow,
  country: string,
  input: PersonInput,
  prefix?: string,
): void {
  const param = (name: string) => (prefix ? name.replace(/^\w+/, (head) => `${prefix}[${head}]`) : name)
  checkPerson(api, country, input, param)
  const { dob, full_name_aliases, metadata, id_number, id_number_secondary, ssn_last_4, documents, ...rest } =
    input
  const { object, secret } = row
  row.object = merged(object, rest)
  if (dob !== undefined) row.object.dob = dob ?? { day: null, month: null, year: null }
  if (full_name_aliases !== undefined)
    row.object.full_name_aliases = (full_name_aliases ?? []).filter((alias) => alias !== null)
  row.object.metadata = mergeMetadata(object.metadata, metadata)
  for (const kind of ['document', 'additional_document'] as const)
    forgetDetailsOfNewFiles(object.verification?.[kind], row.object.verification?.[kind])
  if (object.phone !== row.object.phone) row.object.phone = shownPhone(row.object.phone, country)
  const number = numberOrToken(api, id_number, param('id_number'))
  keepNumbers(secret.numbers, {
    id_number: number && checkIdNumber(number, country, param('id_number')),
    id_number_secondary: numberOrToken(api, id_number_secondary, param('id_number_secondary')),
    ssn_last_4,
  })
  row.object.id_number_provided = 'id_number' in secret.numbers
  row.object.id_number_secondary_provided = 'id_number_secondary' in secret.numbers
  row.object.ssn_last_4_provided =
    'ssn_last_4' in secret.numbers || (country === 'US' && 'id_number' in secret.numbers)
  for (const [kind, document] of Object.entries(documents ?? {}))
    if (document?.files) secret.documents[kind] = document.files
}

function keepNumbers(
  numbers: Record<string, string>,
  given: Record<string, string | null | undefined>,
): void {
  for (const [name, number] of Object.entries(given)) {
    if (number === undefined) continue
    if (number) numbers[name] = number
    else delete numbers[name]
  }
}
