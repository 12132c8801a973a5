/**
 * Looks up the value at a requirement's path: `business_profile.url`, `individual.dob.day`,
 * `person_123.verification.document`, `documents.company_license.files`.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import type { Stripe } from 'stripe'
import { type Dossier, isGroup, isIndividual, membersOf, type PersonRow } from './dossier.ts'

/** The value at a requirement's path; null or undefined when none was given. The value of a group is who is in it. */
export function valueAt(dossier: Dossier, path: string): unknown {
  const [head = '', ...rest] = path.split('.')
  const field = rest.join('.')
  const { account, row } = dossier
  if (head === 'external_account') return payable(dossier)
  if (head === 'documents') return row.secret.documents[rest[0] ?? '']
  if (path === head && isGroup(path))
    return membersOf(dossier, path).map(({ id, object }) => [id, namesOf(object)])
  if (head === 'individual') {
    const [person] = dossier.people
    return person && isIndividual(account) ? personValue(person, field) : null
  }
  if (head.startsWith('person_')) {
    const person = dossier.people.find(({ id }) => id === head)
    return person ? personValue(person, field) : null
  }
  if (path === 'company.verification.document') return sides(account.company?.verification?.document)
  if (head === 'company' && field in row.secret.company) return row.secret.company[field]
  return dig(account, path)
}

/** The external accounts that can receive payouts: each currency's default, unless a payout to it failed. */
function payable({ externalAccounts }: Dossier): string[] {
  return externalAccounts
    .filter(({ object }) => object.default_for_currency && object.status !== 'errored')
    .map(({ id }) => id)
}

/** The value of one field of a person, `dob.day` or `documents.passport.files`. */
export function personValue({ object, secret }: PersonRow, field: string): unknown {
  if (field === 'ssn_last_4') return secret.numbers.ssn_last_4 ?? secret.numbers.id_number?.slice(-4)
  if (field === 'id_number' || field === 'id_number_secondary') return secret.numbers[field]
  if (field === 'full_name_aliases')
    return object.full_name_aliases ? { given: object.full_name_aliases } : null
  if (field.startsWith('documents.')) return secret.documents[field.split('.')[1] ?? '']
  if (field === 'verification.document') return sides(object.verification?.document)
  if (field === 'verification.additional_document') return sides(object.verification?.additional_document)
  return dig(object, field)
}

/** Whether there is a value. An empty string or list, false and a document without a front count as none. */
export function isGiven(value: unknown): boolean {
  if (value === null || value === undefined || value === '' || value === false) return false
  if (Array.isArray(value)) return value.length > 0
  if (typeof value === 'object' && 'front' in value) return value.front !== null
  return true
}

/** A digest that tells a value from another without repeating an id number. */
function snapshot(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(value ?? null))
    .digest('base64url')
    .slice(0, 22)
}

/** The values at a requirement's path and at its alternatives, as one string. */
export function valuesFor(
  dossier: Dossier,
  requirement: string,
  alternative: readonly string[] = [],
): string {
  return snapshot([requirement, ...alternative].map((path) => valueAt(dossier, path)))
}

/** Everything that verification checks, as one string: when it changes, there is something to verify. */
export function judgedFacts({ account, row, people }: Dossier): string {
  const { name, url, product_description } = account.business_profile ?? {}
  return snapshot([
    account.email,
    { name, url, product_description },
    account.settings?.payments.statement_descriptor,
    account.settings?.card_payments.statement_descriptor_prefix,
    { ...account.company, verification: sides(account.company?.verification?.document) },
    [row.secret.company, row.secret.documents],
    people.map(({ object, secret }) => [
      ...namesOf(object),
      [object.dob, object.address, object.address_kana, object.address_kanji, object.nationality],
      [secret.numbers, secret.documents],
      [sides(object.verification?.document), sides(object.verification?.additional_document)],
      ...(isIndividual(account) ? [] : [[object.relationship?.owner, object.relationship?.director]]),
    ]),
  ])
}

function namesOf(person: Stripe.Person) {
  return [
    [person.first_name, person.first_name_kana, person.first_name_kanji],
    [person.last_name, person.last_name_kana, person.last_name_kanji],
  ]
}

/** The pictures of a document, without the verdict on them. */
function sides(document: { front: unknown; back: unknown } | null | undefined) {
  return document ? { front: document.front, back: document.back } : null
}

function dig(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (at, key) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined),
      value,
    )
}
