/**
 * The subject of a requirement or question: the account itself, or a person in a role.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { own } from '../core/own.ts'
import { sameValue } from '../core/same-value.ts'
import type { Situation } from './situation.ts'

/** A person's role. `individual` is the seller; the others are roles of a company's people. */
type Role = 'individual' | 'representative' | 'owners' | 'directors' | 'executives'

/** The parts of a requirement's path. */
export interface Requirement {
  subject: 'account' | 'person'
  /** Undefined for the account, and for a person named by id. */
  role: Role | undefined
  /** Relative to the subject, e.g. `dob.day`. `provided` asks whether all people in the role are named. */
  field: string
}

const ROLES: readonly Role[] = ['individual', 'representative', 'owners', 'directors', 'executives']
const OF_A_PERSON = /^(individual|representative|owners|directors|executives|person_\w+)\.(.*)$/s
const ALL_ARE_NAMED = /^company\.(owners|directors|executives)_(provided)$/

/**
 * Reads the path of a requirement.
 *
 * @see https://docs.stripe.com/connect/handling-api-verification#determine-verification-fields
 * @example
 * parseRequirement('owners.dob.day') // { subject: 'person', role: 'owners', field: 'dob.day' }
 * parseRequirement('business_profile.mcc') // { subject: 'account', role: undefined, field: 'business_profile.mcc' }
 */
export function parseRequirement(path: string): Requirement {
  const [, who, field] = OF_A_PERSON.exec(path) ?? ALL_ARE_NAMED.exec(path) ?? []
  if (who === undefined || field === undefined) return { subject: 'account', role: undefined, field: path }
  return { subject: 'person', role: ROLES.find((role) => role === who), field }
}

/** Where a requirement is met: in the form, on another page, or on Stripe's, which also asks about a company's people. */
export type Place = 'form' | 'bank-account' | 'review' | 'at-stripe' | 'people'

/**
 * What only Stripe's own page can ask: its questions about a risk, a photo of the person taken now, a legal guardian, terms of
 * further products, declarations, answers that are no single text, and another type of business than the one registered.
 *
 * @see https://docs.stripe.com/connect/handle-verification-updates
 */
const ONLY_AT_STRIPE = [
  /^interv_/,
  /^legal_guardian\./,
  /^groups\./,
  /^settings\.[a-z_]+\.tos_acceptance\./,
  /^business_profile\.(annual|monthly_estimated)_revenue\./,
  /^business_profile\.minority_owned_business_designation$/,
  /^company\.(registration_date\.|ownership_exemption_reason$)/,
  /\bproof_of_liveness$/,
  /\badditional_tos_acceptances\./,
  /\bus_cfpb_data\./,
  /_declaration\b/,
  /^business_type$/,
]

const OTHER_PLACES: Record<string, Place> = {
  external_account: 'bank-account',
  tos_acceptance: 'review',
}

/** @example placeOf('tos_acceptance.date') // 'review' */
export function placeOf(path: string): Place {
  if (ONLY_AT_STRIPE.some((pattern) => pattern.test(path))) return 'at-stripe'
  const { subject, role, field } = parseRequirement(path)
  if (subject === 'person') return role === 'individual' ? 'form' : 'people'
  const [object = ''] = field.split('.', 1)
  return own(OTHER_PLACES, object) ?? 'form'
}

/** What questions are about. Their paths are relative to it. */
export interface Subject<T extends Stripe.Account | Stripe.Person = Stripe.Account | Stripe.Person> {
  /** The start of the paths of its requirements; empty for the account. */
  prefix: string
  /** The start of the names of its inputs: a form about one person of a company says nothing of who that is. */
  inputs: string
  /** The person who answers is somebody else, or may be: sentences say “their” instead of “your”. */
  isAnother: boolean
  /** Stripe's object with the answers; undefined before Stripe has any. */
  object: T | undefined
  situation: Situation
}

export function accountSubject(situation: Situation): Subject<Stripe.Account> {
  return { prefix: '', inputs: '', isAnother: false, object: withoutEcho(situation.account), situation }
}

/** Stripe shows an individual's address and phone number as their company's, too. Nobody gave them as such. */
function withoutEcho(account: Stripe.Account): Stripe.Account {
  const { company, individual } = account
  if (account.business_type !== 'individual' || !company || !individual) return account
  const echoes = (['address', 'address_kana', 'address_kanji', 'phone'] as const).filter((name) =>
    sameValue(company[name] ?? null, individual[name] ?? null),
  )
  const given = Object.entries(company).filter(([name]) => !echoes.includes(name as (typeof echoes)[number]))
  return { ...account, company: Object.fromEntries(given) as Stripe.Account.Company }
}

/** The seller, when the account belongs to an individual. */
export function individualSubject(situation: Situation): Subject<Stripe.Person> {
  const prefix = 'individual.'
  return { prefix, inputs: prefix, isAnother: false, object: situation.account.individual, situation }
}

/**
 * Somebody of a company.
 *
 * @param isAnother whether somebody else answers for them, or may
 */
export function personSubject(
  situation: Situation,
  person: Stripe.Person,
  isAnother = true,
): Subject<Stripe.Person> {
  return { prefix: `${person.id}.`, inputs: '', isAnother, object: person, situation }
}

/** Somebody of a company whom Stripe does not know yet. */
export function newPersonSubject(situation: Situation): Subject<Stripe.Person> {
  return { prefix: 'person_new.', inputs: '', isAnother: true, object: undefined, situation }
}
