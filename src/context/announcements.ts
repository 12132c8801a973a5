export interface AccountChange {
  appid: string
  accountid: string
  stripeid: string
}

export interface SessionEnd {
  appid: string
  sessionid: string
}

/**
 * Tells listeners in this process that an account of a person changed or a session ended, in this instance or in another.
 * Each `subscribe...` returns a function that ends the subscription.
 *
 * @example
 * const stop = announcements.subscribe((change) => { if (change.stripeid === stripeid) send() })
 */
export interface Announcements {
  /** Of what this process changed. */
  accountChanged(change: AccountChange): void
  /** Of what another instance changed. */
  accountChangedElsewhere(change: AccountChange): void
  /** Of a session that this process ended. */
  sessionEnded(end: SessionEnd): void
  /** Of a session that another instance ended. @param end undefined when ends may have been missed */
  sessionEndedElsewhere(end: SessionEnd | undefined): void
  /** To all changes, wherever they were made. */
  subscribe(listener: (change: AccountChange) => void): () => void
  /** To what this process changed, for telling others of it. */
  subscribeToOwn(listener: (change: AccountChange) => void): () => void
  /**
   * To all ends of sessions, wherever they were ended.
   *
   * @param listener given undefined when ends may have been missed
   */
  subscribeToSessionEnds(listener: (end: SessionEnd | undefined) => void): () => void
  /** To ends of sessions that this process ended, for telling others of it. */
  subscribeToOwnSessionEnds(listener: (end: SessionEnd) => void): () => void
}

/** The other instances of this marketplace. */
export interface Peers {
  /** Whether changes are told and heard at this moment. */
  inStep(): boolean
  close(): Promise<void>
}
