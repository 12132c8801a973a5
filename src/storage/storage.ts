/**
 * What the rest of the module asks of the database. Only this folder writes SQL; each part below is one table's repository.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { AccountStatus } from '../stripe/account-status.ts'

/** A person of one tenant. */
export interface Owner {
  appid: string
  accountid: string
}

export interface PageOfRows {
  offset: number
  /** Undefined for all of them. */
  limit: number | undefined
}

export interface StripeAccountRow {
  stripeid: string
  /** The person who registered it. */
  accountid: string
  appid: string
  /** As Stripe last answered. */
  stripeObject: Stripe.Account
  status: AccountStatus
  submittedAt: Date | undefined
  createdAt: Date
  updatedAt: Date
}

export interface NewStripeAccount extends Owner {
  stripeid: string
  stripeObject: Stripe.Account
}

export interface PersonRow {
  personid: string
  stripeid: string
  accountid: string
  appid: string
  stripeObject: Stripe.Person
  createdAt: Date
  updatedAt: Date
}

export interface PayoutRow {
  payoutid: string
  stripeid: string
  accountid: string
  appid: string
  stripeObject: Stripe.Payout
  createdAt: Date
  updatedAt: Date
}

/** What administrators search by. */
export interface AccountSearch {
  /** Part of a name, an e-mail address or an id. */
  text?: string
  status?: AccountStatus
  country?: string
  /** Only this person's. */
  accountid?: string
  sort: 'created' | 'name' | 'country' | 'status' | 'deadline'
  direction: 'ascending' | 'descending'
}

/**
 * Every change of a row (insert, record, delete) drops its person's header values in the same transaction: when the
 * process stops before they are made anew, they are missing instead of old, and whoever reads next makes them.
 */
export interface StripeAccounts {
  /** @returns false when a row of that id exists already, which is then left as it is */
  insert(row: NewStripeAccount): Promise<boolean>
  find(appid: string, stripeid: string): Promise<StripeAccountRow | undefined>
  /** Across tenants: for webhooks, which know only Stripe's id. */
  findAnywhere(stripeid: string): Promise<StripeAccountRow | undefined>
  /** Newest first. */
  ofPerson(appid: string, accountid: string, page?: PageOfRows): Promise<StripeAccountRow[]>
  countOfPerson(appid: string, accountid: string): Promise<number>
  search(appid: string, search: AccountSearch, page: PageOfRows): Promise<StripeAccountRow[]>
  countSearch(appid: string, search: AccountSearch): Promise<number>
  /**
   * Takes a ticket before Stripe is asked, so that an answer that was asked for earlier never replaces a later one.
   *
   * @returns a number that grows with every call for this account
   */
  ticket(stripeid: string): Promise<number>
  /** @returns false when an answer with a later ticket is stored already, or the row is gone */
  record(stripeid: string, stripeObject: Stripe.Account, ticket: number): Promise<boolean>
  /**
   * For what Stripe answered to a change. Whoever holds a later ticket may have been answered before the change was made: then
   * only asking once more tells what is so.
   *
   * @returns false when a later ticket was given out, or the row is gone
   */
  recordChange(stripeid: string, stripeObject: Stripe.Account, ticket: number): Promise<boolean>
  /**
   * As `record`, for an account that has no row yet; one that it was given meanwhile keeps its owner.
   *
   * @returns false when an answer with a later ticket is stored already, or the account was deleted since the ticket was taken
   */
  adopt(row: NewStripeAccount, ticket: number): Promise<boolean>
  setSubmitted(stripeid: string, at: Date): Promise<void>
  /** With its persons and payouts. */
  delete(stripeid: string): Promise<void>
  /** How many of each status and how many of each country. */
  figures(appid: string): Promise<{ status: Record<string, number>; country: Record<string, number> }>
  /** Registrations per day (UTC, `YYYY-MM-DD`), days without any left out. */
  createdPerDay(appid: string, since: Date): Promise<{ day: string; count: number }[]>
}

export interface Persons {
  find(appid: string, personid: string): Promise<PersonRow | undefined>
  ofAccount(appid: string, stripeid: string, page?: PageOfRows): Promise<PersonRow[]>
  countOfAccount(appid: string, stripeid: string): Promise<number>
  ticket(personid: string): Promise<number>
  /** Inserts or moves forward. */
  record(
    row: {
      personid: string
      stripeid: string
      accountid: string
      appid: string
      stripeObject: Stripe.Person
    },
    ticket: number,
  ): Promise<boolean>
  delete(personid: string): Promise<void>
}

export interface PayoutSearch {
  accountid?: string
  stripeid?: string
  status?: string
}

export interface Payouts {
  find(appid: string, payoutid: string): Promise<PayoutRow | undefined>
  /** Newest first. */
  list(appid: string, search: PayoutSearch, page: PageOfRows): Promise<PayoutRow[]>
  count(appid: string, search: PayoutSearch): Promise<number>
  ticket(payoutid: string): Promise<number>
  /** Inserts or moves forward. */
  record(
    row: {
      payoutid: string
      stripeid: string
      accountid: string
      appid: string
      stripeObject: Stripe.Payout
    },
    ticket: number,
  ): Promise<boolean>
  /** Per day (UTC) and currency: how many and how much, in minor units. */
  perDay(
    appid: string,
    since: Date,
  ): Promise<{ day: string; currency: string; status: string; count: number; amount: number }[]>
}

/** An event as Stripe sent it, and how far it has got here. */
export interface InboxRow {
  eventid: string
  type: string
  /** The connected account it is about; undefined for the platform's own. */
  stripeid: string | undefined
  /** The object that applying it fetches, e.g. `acct_...` or `po_...`. */
  objectid: string
  payload: Stripe.Event
  receivedAt: Date
  appliedAt: Date | undefined
  /** How often applying it failed. */
  attempts: number
  nextAttemptAt: Date
  /** What went wrong the last time, for an administrator; undefined when nothing did. */
  failure: string | undefined
}

/** All events that wait to be applied for one payout, or for one account with everything in it: one fetch serves them all. */
export interface InboxClaim {
  objectid: string
  stripeid: string | undefined
  /** Oldest first. */
  events: InboxRow[]
}

export interface Inbox {
  /** @returns false when this event is there already */
  insert(event: Stripe.Event, receivedAt: Date): Promise<boolean>
  /** Takes up to `limit` objects whose events are due and keeps them from other workers until `leaseUntil`. */
  claim(limit: number, now: Date, leaseUntil: Date): Promise<InboxClaim[]>
  applied(eventids: string[], at: Date): Promise<void>
  failed(eventids: string[], failure: string, nextAttemptAt: Date): Promise<void>
  /** Newest first. */
  ofAccount(stripeid: string, page: PageOfRows): Promise<InboxRow[]>
  /**
   * Deletes events that were applied before then, up to `limit` of them; those that still wait are kept however old they are.
   *
   * @returns how many there were; fewer than the limit when none are left
   */
  forgetApplied(before: Date, limit: number): Promise<number>
  /** How many wait, how many have failed at least once, and when the newest came. */
  figures(): Promise<{ waiting: number; failing: number; lastReceivedAt: Date | undefined }>
}

/** The values of a person's headers, kept ready. */
export interface HeaderValues {
  find(appid: string, accountid: string): Promise<string | undefined>
  /**
   * Rebuilds inside one transaction: `build` gets the person's accounts, newest first. One rebuild of a person at a
   * time, and none while a row of theirs changes: what is kept is never older than the rows.
   */
  rebuild(appid: string, accountid: string, build: (accounts: Stripe.Account[]) => string): Promise<string>
}

/** Somebody who signs in to the standalone host. */
export interface UserRow {
  accountid: string
  email: string
  fullName: string
  passwordHash: string
  administrator: boolean
  createdAt: Date
}

export interface SessionRow {
  sessionid: string
  accountid: string
  /** SHA-256 of the cookie's secret half; the secret itself is only in the cookie. */
  tokenHash: string
  csrfToken: string
  createdAt: Date
  expiresAt: Date
}

/** Only the standalone host uses these: other hosts have people and sessions of their own. */
export interface Users {
  /** The first one is made the administrator, decided inside the insert. @returns undefined when the address is taken */
  insert(user: {
    accountid: string
    email: string
    fullName: string
    passwordHash: string
    createdAt: Date
  }): Promise<UserRow | undefined>
  find(accountid: string): Promise<UserRow | undefined>
  findByEmail(email: string): Promise<UserRow | undefined>
  /** @returns whether anybody has registered yet */
  anyone(): Promise<boolean>
  setPasswordHash(accountid: string, passwordHash: string): Promise<void>
}

export interface Sessions {
  insert(session: SessionRow): Promise<void>
  find(sessionid: string): Promise<SessionRow | undefined>
  delete(sessionid: string): Promise<void>
  /**
   * Deletes sessions that ended before then, up to `limit` of them.
   *
   * @returns how many there were; fewer than the limit when none are left
   */
  forgetExpired(before: Date, limit: number): Promise<number>
}

/** Secrets that the module makes for itself and must find again, e.g. the secret of the webhook endpoint that it created. */
export interface Settings {
  get(name: string): Promise<string | undefined>
  set(name: string, value: string): Promise<void>
  /** For what must be the same for every instance: of several values given at the same time one is kept and returned to all. */
  getOrSet(name: string, value: string): Promise<string>
}

/** What an administrator decided about an account, kept when the account is gone. */
export interface DecisionRow {
  decisionid: string
  appid: string
  stripeid: string
  /** What the account was called then; its id when it had no name. */
  name: string
  /** Of the administrator. */
  accountid: string
  action: 'reject' | 'delete'
  /** For a rejection, as it was posted. */
  reason: string | undefined
  /** Decided although the application server, which has a say in deletions, could not be asked. */
  override: boolean
  decidedAt: Date
}

export interface Decisions {
  insert(decision: Omit<DecisionRow, 'decidedAt'>): Promise<void>
  /** Newest first. */
  list(appid: string, search: { stripeid?: string }, page: PageOfRows): Promise<DecisionRow[]>
}

/** What `ticket` of accounts, persons and payouts gave out. */
export interface Tickets {
  /**
   * Forgets the tickets of objects for which none was given out since then, up to `limit` objects. What was asked of Stripe
   * with them must have been answered or given up by now.
   *
   * @returns how many objects there were; fewer than the limit when none are left
   */
  forget(before: Date, limit: number): Promise<number>
}

/** How a replica is. */
export interface ReplicaStatus {
  /** For people: which database, where, without passwords. */
  description: string
  /** Whether it is read from; one that is `behind` or `unreachable` returns by itself. */
  state: 'in-use' | 'behind' | 'unreachable'
  /** Milliseconds by which it is behind at the most; undefined while that is not known. */
  lag: number | undefined
  /** What it said when it was last asked in vain, for the operator; undefined when it answered. */
  problem: string | undefined
}

export interface Storage {
  /** For people: which database, where, without passwords. */
  readonly description: string
  stripeAccounts: StripeAccounts
  persons: Persons
  payouts: Payouts
  inbox: Inbox
  headerValues: HeaderValues
  users: Users
  sessions: Sessions
  settings: Settings
  decisions: Decisions
  tickets: Tickets
  /**
   * What is read inside, for this person to look at, may come from a replica, as long as it has all that was written for
   * them or by them. Outside of it everything is read from the primary.
   *
   * @example
   * const rows = await storage.reading(caller, () => storage.payouts.list(appid, {}, page))
   */
  reading<T>(person: Owner, run: () => T): T
  /** Takes all that is done inside for a write of this person's, also where the rows are somebody else's. */
  writing<T>(person: Owner, run: () => Promise<T>): Promise<T>
  /** Something that this person must see was written by another instance: until replicas have it, they read from the primary. */
  wrote(person: Owner): void
  /** How each replica is at this moment; none when there are none. */
  replicas(): ReplicaStatus[]
  /**
   * The names of the migrations that the tables lack: none, unless it was opened without running them. Throws when a newer
   * version has run more of them.
   */
  pendingMigrations(): Promise<string[]>
  /** Throws when the database does not answer. */
  ping(): Promise<void>
  close(): Promise<void>
}
