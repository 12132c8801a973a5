/**
 * Everything that the offline Stripe keeps about one connected account: the object that the API shows, the numbers that it
 * never shows again, the people, the external accounts, and the progress of verification.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { ResourceApi, Stored } from '../resource-api.ts'

/** One of the codes of `requirements.errors`. */
export type ErrorCode = Stripe.Account.Requirements.Error.Code

/** A requirement from verification or from a test. It stays until the value at its path changes. */
export type Demand = {
  /** As in `requirements.currently_due`: `individual.verification.document`. */
  requirement: string
  /** The values at the path and at its alternatives when the demand was raised: see {@link valuesFor}. */
  values: string
  /** The reason, as in `requirements.errors`; absent when something is only missing. */
  error?: { code: ErrorCode; reason: string }
  /** Other requirements that resolve this one. */
  alternative: string[]
  /** Paths beside these whose change answers the demand, too: the rest of an address, the people in a group. */
  answeredBy?: string[]
  /** True when any answer will do, because nothing tells which one is right. */
  takesAnyAnswer?: boolean
  /** True when the demand stops payouts as soon as it is raised, and nothing else. */
  stopsPayouts?: boolean
}

/** The progress of verification. */
export type Review = {
  /** The facts under review, and the time of the verdict in Unix seconds. */
  pending: { facts: string; until: number } | null
  /** The facts that were judged last. */
  judged: string | null
  demands: Demand[]
  /** Whether the last verdict asked for nothing. */
  passed: boolean
  /** True after the first verdict that passed: from then on a new demand has a deadline before it disables anything. */
  activated: boolean
  /** A reason that disables the account whatever else it provides. */
  hold: 'listed' | 'under_review' | 'paused.inactivity' | null
  /** The deadline for everything that is due, in Unix seconds. */
  deadline: number | null
  /** The fields about which a register has not answered yet. */
  awaited?: string[]
  /** The codes of demands for any answer that were answered: they are not raised again. */
  answered?: ErrorCode[]
  /** The mildest of Stripe's test addresses that the company has had. */
  testAddress?: string
}

/** Requirements that a test put on the account through `/_offline-stripe/requirements`. */
export type Imposed = {
  demands: Demand[]
  eventually_due: string[]
  pending_verification: string[]
  /** What joins the rest at the deadline, in Unix seconds; absent until a test announces something. */
  future?: { demands: Demand[]; eventually_due: string[]; current_deadline: number | null }
  disabled_reason: Stripe.Account.Requirements.DisabledReason | null
}

type AccountSecret = {
  /** The company's numbers: `tax_id`, `vat_id`, `registration_number`. */
  company: Record<string, string>
  /** File ids by kind of document, e.g. `company_license`. */
  documents: Record<string, string[]>
  capabilities: Record<string, Stripe.Capability>
  review: Review
  imposed: Imposed
  rejected: { reason: Stripe.Account.Requirements.DisabledReason; payouts: 'none' | 'pause' } | null
  /** Whether the account was created with a token. */
  isOfToken?: boolean
  /** Balance settings that the offline Stripe shows and does nothing with; absent until one is set. */
  balance?: BalanceNotes
}

export interface BalanceNotes {
  transferRules: Stripe.BalanceSettings.Payments.Payouts['automatic_transfer_rules_by_currency']
  startOfDay: Stripe.BalanceSettings.Payments.SettlementTiming['start_of_day']
}

type PersonSecret = {
  /** `id_number`, `id_number_secondary` and `ssn_last_4`. */
  numbers: Record<string, string>
  /** File ids by kind of document, e.g. `passport`. */
  documents: Record<string, string[]>
  /** Whether the person was created with a token. */
  isOfToken?: boolean
  /** The last verdict on the person; `verification.status` is `pending` while the next one is under way. */
  verified: boolean
}

type AccountRow = Stored<Stripe.Account> & { secret: AccountSecret }
export type PersonRow = Stored<Stripe.Person> & { secret: PersonSecret }
export type ExternalAccountRow = Stored<Stripe.BankAccount | Stripe.Card>

export interface Dossier {
  row: AccountRow
  account: Stripe.Account
  /** Oldest first. An individual's account has exactly one. */
  people: PersonRow[]
  /** Oldest first. */
  externalAccounts: ExternalAccountRow[]
}

/**
 * Reads a copy of the account's dossier, which the caller may change freely before saving it. Undefined when the account does
 * not exist.
 */
export function readDossier(api: ResourceApi, id: string): Dossier | undefined {
  const stored = api.store.get<Stripe.Account>('account', id)
  if (!stored) return undefined
  const row = structuredClone(stored) as AccountRow
  const oldestFirst = <T>(kind: string) => structuredClone(api.store.list<T>(kind, { account: id })).reverse()
  const dossier: Dossier = {
    row,
    account: row.object,
    people: oldestFirst<Stripe.Person>('person') as PersonRow[],
    externalAccounts: oldestFirst<Stripe.BankAccount | Stripe.Card>('external_account'),
  }
  listExternalAccounts(dossier)
  return dossier
}

/** Puts the current external accounts into the account object. */
export function listExternalAccounts({ account, externalAccounts }: Dossier): void {
  account.external_accounts = listOnAccount(
    account.id,
    'external_accounts',
    externalAccounts.map(({ object }) => object),
  )
}

/** A list inside an account. Stripe counts its items, although it documents no `total_count`. */
export function listOnAccount<T>(id: string, name: string, data: T[]): Stripe.ApiList<T> {
  const list = { object: 'list', data, has_more: false, total_count: data.length } as const
  return { ...list, url: `/v1/accounts/${id}/${name}` }
}

/** Deletes the account and everything on it. */
export function deleteDossier({ store }: ResourceApi, { account, people, externalAccounts }: Dossier): void {
  store.transaction(() => {
    for (const { id } of people) store.delete('person', id)
    for (const { id } of externalAccounts) store.delete('external_account', id)
    store.delete('account', account.id)
  })
}

/** Whether the account belongs to an individual, so that its one person is called `individual`. */
export function isIndividual(account: Stripe.Account): boolean {
  return account.business_type === 'individual'
}

/** The names in `relationship` for the groups of people that requirements name. */
export const GROUPS = {
  representative: 'representative',
  owners: 'owner',
  directors: 'director',
  executives: 'executive',
} as const

export type Group = keyof typeof GROUPS

/** Whether the first part of a requirement's path names a group of people. */
export function isGroup(name: string): name is Group {
  return Object.hasOwn(GROUPS, name)
}

/** The company's people in one group. */
export function membersOf({ people }: Dossier, group: Group): PersonRow[] {
  return people.filter((person) => person.object.relationship?.[GROUPS[group]] === true)
}
