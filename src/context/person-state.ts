/** Each has a file in `src/proxy/`; listing the file turns its header on. */
export type StateHeader =
  | 'x-has-active-stripe-account'
  | 'x-stripe-accounts'
  | 'x-stripe-accounts-active'
  | 'x-stripe-accounts-pending'
  | 'x-stripe-accounts-requiring'

/** The name by which the earlier module sent `x-has-active-stripe-account`. Applications read it: sent beside the other. */
export type EarlierHeader = 'x-active-stripe-account'

/** Sent with any of them, to say how to read them. */
export type ControlHeader =
  | 'x-stripe-accounts-format'
  | 'x-stripe-accounts-count'
  | 'x-stripe-accounts-truncated'
  | 'x-stripe-accounts-status'

export type HeaderValues = Readonly<Partial<Record<StateHeader | EarlierHeader | ControlHeader, string>>>

/** Everything a request needs to know about a person's Stripe accounts. */
export interface PersonState {
  headers: HeaderValues
  /** Undefined when the state could not be read: then we claim nothing and ask the person for nothing. */
  known:
    | {
        /** One of the accounts has payouts enabled. */
        active: boolean
        /** The account that owes information; of several, the one with the nearest deadline. */
        owing: string | undefined
      }
    | undefined
}

/** The states of all people of the tenant, made when an account changes and looked up for each request. */
export interface PersonStates {
  /** The state in memory, if it may still be used. */
  ready(accountid: string): PersonState | undefined
  /** Never throws and never waits long: a state that cannot be read in time is `unavailable`, and read again next time. */
  get(accountid: string): Promise<PersonState>
  /** Call it once the change is in the database: a look-up that began before it is not kept either. */
  changed(accountid: string): void
  /** Call it when changes may have been missed. */
  forgetAll(): void
  /**
   * Makes the values again from the person's accounts and keeps them in the database.
   *
   * @throws when the database does not answer
   */
  rebuild(accountid: string): Promise<PersonState>
}
