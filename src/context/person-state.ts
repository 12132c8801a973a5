/** One file under `src/proxy/` each; listing the file turns its header on. */
export type StateHeader =
  | 'x-has-active-stripe-account'
  | 'x-stripe-accounts'
  | 'x-stripe-accounts-active'
  | 'x-stripe-accounts-pending'
  | 'x-stripe-accounts-requiring'

/** Sent beside any of them, to say how they are to be read. */
export type ControlHeader =
  | 'x-stripe-accounts-format'
  | 'x-stripe-accounts-count'
  | 'x-stripe-accounts-truncated'
  | 'x-stripe-accounts-status'

export type HeaderValues = Readonly<Partial<Record<StateHeader | ControlHeader, string>>>

/** Everything that a request needs to know of a person's Stripe accounts. */
export interface PersonState {
  headers: HeaderValues
  /** Undefined when the state could not be read: then nothing is claimed and nothing is asked of the person. */
  known:
    | {
        /** One of the accounts has payouts enabled. */
        active: boolean
        /** The account that must be given something, the one with the nearest deadline when there are several. */
        owing: string | undefined
      }
    | undefined
}

/** The states of all people of the tenant, made when an account changes and looked up when a request comes. */
export interface PersonStates {
  /** What is in memory and may still be used. */
  ready(accountid: string): PersonState | undefined
  /** Never throws and never waits long: what cannot be read in time is answered as unavailable, and asked for again. */
  get(accountid: string): Promise<PersonState>
  /** Call it once the change is in the database: a look-up that began before is not kept either. */
  changed(accountid: string): void
  /** Call it when changes may have been missed. */
  forgetAll(): void
  /**
   * Makes the values afresh from the person's accounts and keeps them in the database.
   *
   * @throws when the database does not answer
   */
  rebuild(accountid: string): Promise<PersonState>
}
