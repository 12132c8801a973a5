/**
 * Puts what a call says of a person into the person's row, and makes new people.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { invalidParameter } from '../errors.ts'
import type { Kernel } from '../kernel.ts'
import { mergeMetadata } from '../metadata.ts'
import { checkAddress } from './address.ts'
import type { PersonRow } from './dossier.ts'
import { checkFile } from './files.ts'
import { checkIdNumber } from './id-numbers.ts'
import { merged } from './merge.ts'
import type { PersonInput } from './person-parameters.ts'
import { unverified } from './review.ts'

const YOUNGEST = 13
const OLDEST = 120
const NO_ADDRESS = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null }

/** A person of whom nothing is known. */
export function newPerson(kernel: Kernel, account: Stripe.Account): PersonRow {
  const id = kernel.newId('person')
  const created = kernel.clock.now()
  return {
    id,
    account: account.id,
    created,
    object: {
      id,
      object: 'person',
      account: account.id,
      additional_tos_acceptances: { account: { date: null, ip: null, user_agent: null } },
      address: { ...NO_ADDRESS, country: account.country ?? null },
      created,
      dob: { day: null, month: null, year: null },
      email: null,
      first_name: null,
      id_number_provided: false,
      last_name: null,
      metadata: {},
      phone: null,
      relationship: {
        authorizer: null,
        director: null,
        executive: null,
        legal_guardian: null,
        owner: null,
        percent_ownership: null,
        representative: null,
        title: null,
      },
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
    secret: { numbers: {}, documents: {} },
  }
}

/**
 * Changes the row. Throws an invalid_request_error for what cannot be.
 *
 * @param prefix What the person is called in the call: `individual` gives `individual[dob][year]`.
 */
export function applyPerson(
  kernel: Kernel,
  row: PersonRow,
  country: string,
  input: PersonInput,
  prefix?: string,
): void {
  const param = (name: string) => (prefix ? name.replace(/^\w+/, (head) => `${prefix}[${head}]`) : name)
  check(kernel, country, input, param)
  const { dob, full_name_aliases, metadata, id_number, id_number_secondary, ssn_last_4, documents, ...rest } =
    input
  const { object, secret } = row
  const addresses = Object.fromEntries(
    (['address_kana', 'address_kanji', 'registered_address'] as const).flatMap((name) =>
      input[name]
        ? [
            [
              name,
              merged(
                { ...NO_ADDRESS, ...(name !== 'registered_address' && { town: null }), ...object[name] },
                input[name],
              ),
            ],
          ]
        : [],
    ),
  )
  row.object = merged(object, { ...rest, ...addresses })
  if (dob !== undefined) row.object.dob = dob ?? { day: null, month: null, year: null }
  if (full_name_aliases !== undefined)
    row.object.full_name_aliases = (full_name_aliases ?? []).filter((alias) => alias !== null)
  row.object.metadata = mergeMetadata(object.metadata, metadata)
  forgetDetailsOfNewFiles(object, row.object)
  keepNumbers(secret.numbers, {
    id_number: id_number && checkIdNumber(id_number, country, param('id_number')),
    id_number_secondary,
    ssn_last_4,
  })
  row.object.id_number_provided = 'id_number' in secret.numbers
  row.object.id_number_secondary_provided = 'id_number_secondary' in secret.numbers
  row.object.ssn_last_4_provided =
    'ssn_last_4' in secret.numbers || (country === 'US' && 'id_number' in secret.numbers)
  for (const [kind, document] of Object.entries(documents ?? {}))
    if (document?.files) secret.documents[kind] = document.files
}

function check(kernel: Kernel, country: string, input: PersonInput, param: (name: string) => string): void {
  for (const name of ['address', 'address_kana', 'address_kanji', 'registered_address'] as const)
    checkAddress(input[name], country, param(name))
  if (input.dob) checkBirthDate(input.dob, kernel.clock.now(), param)
  for (const kind of ['document', 'additional_document'] as const) {
    const purposes: Stripe.File.Purpose[] =
      kind === 'document' ? ['identity_document'] : ['identity_document', 'additional_verification']
    for (const side of ['front', 'back'] as const) {
      const file = input.verification?.[kind]?.[side]
      if (file) checkFile(kernel, file, purposes, param(`verification[${kind}][${side}]`))
    }
  }
  for (const [kind, document] of Object.entries(input.documents ?? {}))
    for (const [index, file] of (document?.files ?? []).entries())
      checkFile(
        kernel,
        file,
        ['account_requirement', 'identity_document'],
        param(`documents[${kind}][files][${index}]`),
      )
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
  const yearsAgo = (years: number) =>
    Date.UTC(today.getUTCFullYear() - years, today.getUTCMonth(), today.getUTCDate())
  if (date.getTime() > yearsAgo(YOUNGEST))
    throw invalidParameter(`Must be at least ${YOUNGEST} years of age to use Stripe`, {
      param: param('dob[year]'),
    })
  const isTestDate = month === 1 && day === 1 && year <= 1902
  if (date.getTime() < yearsAgo(OLDEST) && !isTestDate)
    throw invalidParameter('Date of birth must be within the last 120 years', { param: param('dob[year]') })
}

/** A new picture has not been judged: what was said of the one before goes. */
function forgetDetailsOfNewFiles(before: Stripe.Person, after: Stripe.Person): void {
  for (const kind of ['document', 'additional_document'] as const) {
    const document = after.verification?.[kind]
    const old = before.verification?.[kind]
    if (!document || (document.front === old?.front && document.back === old?.back)) continue
    document.details = null
    document.details_code = null
  }
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
