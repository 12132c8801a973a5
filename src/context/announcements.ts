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
 * Tells listeners in this process that a person's account changed or a session ended, in this instance or another. Each
 * `subscribe...` returns a function that ends the subscription.
 *
 * @example
 * const stop = announcements.subscribe((change) => { if (change.stripeid === stripeid) send() })
 */
export interface Announcements {
  /** Announces a change that this process made. */
  accountChanged(change: AccountChange): void
  /** Announces a change that another instance made. */
  accountChangedElsewhere(change: AccountChange): void
  /** Announces a session that this process ended. */
  sessionEnded(end: SessionEnd): void
  /** Announces a session that another instance ended. @param end undefined when some may have been missed */
  sessionEndedElsewhere(end: SessionEnd | undefined): void
  /** Listens to changes of every instance. */
  subscribe(listener: (change: AccountChange) => void): () => void
  /** Listens to changes of this process, to pass them on to other instances. */
  subscribeToOwn(listener: (change: AccountChange) => void): () => void
  /**
   * Listens to sessions that any instance ends.
   *
   * @param listener gets undefined when some may have been missed
   */
  subscribeToSessionEnds(listener: (end: SessionEnd | undefined) => void): () => void
  /** Listens to sessions that this process ends, to pass them on to other instances. */
  subscribeToOwnSessionEnds(listener: (end: SessionEnd) => void): () => void
}

/** The other instances of this marketplace. */
export interface Peers {
  /** Whether messages are going both ways at the moment. */
  inStep(): boolean
  close(): Promise<void>
}
