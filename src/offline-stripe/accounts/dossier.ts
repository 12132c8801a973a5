/**
 * Everything that the offline Stripe holds of one connected account: what the API shows, the numbers that it never
 * shows again, the people, the external accounts, and how far verification has come.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { ResourceApi, Stored } from '../resource-api.ts'

/** One of the codes of `requirements.errors`. */
export type ErrorCode = Stripe.Account.Requirements.Error.Code

/** A requirement that verification raised, or that a test imposed. It stands until the value at its path changes. */
export type Demand = {
  /** As in `requirements.currently_due`: `individual.verification.document`. */
  requirement: string
  /** What was at the path, and at its alternatives, when the demand was raised: see {@link valuesFor}. */
  values: string
  /** Why, as in `requirements.errors`; absent when something is only missing. */
  error?: { code: ErrorCode; reason: string }
  /** Requirements that resolve it as well. */
  alternative: string[]
}

/** How far verification has come. */
export type Review = {
  /** The facts now under review and the Unix second when the verdict falls. */
  pending: { facts: string; until: number } | null
  /** The facts that the last verdict was about. */
  judged: string | null
  demands: Demand[]
  /** Whether the last verdict had nothing to ask. */
  passed: boolean
  /** Set with the first verdict that passed: from then on a new demand has a deadline before it disables anything. */
  activated: boolean
  /** What the verdict holds against the account whatever else is provided. */
  hold: 'listed' | 'under_review' | 'paused.inactivity' | null
  /** Unix seconds by which what is due must be given. */
  deadline: number | null
}

/** Requirements that a test put on the account through `/_offline-stripe/requirements`. */
export type Imposed = {
  demands: Demand[]
  eventually_due: string[]
  pending_verification: string[]
  future_requirements: Pick<
    Stripe.Account.FutureRequirements,
    'alternatives' | 'current_deadline' | 'currently_due' | 'eventually_due'
  >
  disabled_reason: Stripe.Account.Requirements.DisabledReason | null
}

type AccountSecret = {
  /** Numbers of the company: `tax_id`, `vat_id`, `registration_number`. */
  company: Record<string, string>
  /** File ids by kind of document, e.g. `company_license`. */
  documents: Record<string, string[]>
  capabilities: Record<string, Stripe.Capability>
  review: Review
  imposed: Imposed
  rejected: { reason: Stripe.Account.Requirements.DisabledReason; payouts: 'none' | 'pause' } | null
}

type PersonSecret = {
  /** `id_number`, `id_number_secondary` and `ssn_last_4`. */
  numbers: Record<string, string>
  /** File ids by kind of document, e.g. `passport`. */
  documents: Record<string, string[]>
  /** What the last verdict said of the person; `verification.status` says `pending` while there is a new one to come. */
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
 * Reads a copy of the account's dossier, which may be changed freely until it is saved.
 * Undefined where no such account exists.
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

/** Shows the external accounts in the account, as they are now. */
export function listExternalAccounts({ account, externalAccounts }: Dossier): void {
  account.external_accounts = {
    object: 'list',
    data: externalAccounts.map(({ object }) => object),
    has_more: false,
    url: `/v1/accounts/${account.id}/external_accounts`,
  }
}

/** Forgets the account and everything on it. */
export function deleteDossier({ store }: ResourceApi, { account, people, externalAccounts }: Dossier): void {
  store.transaction(() => {
    for (const { id } of people) store.delete('person', id)
    for (const { id } of externalAccounts) store.delete('external_account', id)
    store.delete('account', account.id)
  })
}

/** Whether the account is a person's own, so that its one person is called `individual`. */
export function isIndividual(account: Stripe.Account): boolean {
  return account.business_type === 'individual'
}

/** The names under which `relationship` puts a person into a company, by the group that requirements speak of. */
export const GROUPS = {
  representative: 'representative',
  owners: 'owner',
  directors: 'director',
  executives: 'executive',
} as const

export type Group = keyof typeof GROUPS

/** The company's people in one group. */
export function membersOf({ people }: Dossier, group: Group): PersonRow[] {
  return people.filter((person) => person.object.relationship?.[GROUPS[group]] === true)
}
