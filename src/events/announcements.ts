/**
 * What this process announces: an account changed, for the status page's stream, or a session ended, for code that keeps sessions
 * in memory. Both also go to the other instances.
 *
 * @module
 */
import { EventEmitter } from 'node:events'
import type { AccountChange, Announcements, SessionEnd } from '../context/announcements.ts'

/** The events by name: `own-...` is for those of this process. */
interface Events {
  'own-account': AccountChange
  account: AccountChange
  'own-session-end': SessionEnd
  /** Undefined when ends of sessions may have been missed. */
  'session-end': SessionEnd | undefined
}

export class Announcer implements Announcements {
  readonly #emitter = new EventEmitter().setMaxListeners(0)

  accountChanged(change: AccountChange): void {
    this.#tell('own-account', change)
    this.#tell('account', change)
  }

  accountChangedElsewhere(change: AccountChange): void {
    this.#tell('account', change)
  }

  sessionEnded(end: SessionEnd): void {
    this.#tell('own-session-end', end)
    this.#tell('session-end', end)
  }

  sessionEndedElsewhere(end: SessionEnd | undefined): void {
    this.#tell('session-end', end)
  }

  subscribe(listener: (change: AccountChange) => void): () => void {
    return this.#listen('account', listener)
  }

  subscribeToOwn(listener: (change: AccountChange) => void): () => void {
    return this.#listen('own-account', listener)
  }

  subscribeToSessionEnds(listener: (end: SessionEnd | undefined) => void): () => void {
    return this.#listen('session-end', listener)
  }

  subscribeToOwnSessionEnds(listener: (end: SessionEnd) => void): () => void {
    return this.#listen('own-session-end', listener)
  }

  #tell<N extends keyof Events>(name: N, event: Events[N]): void {
    this.#emitter.emit(name, event)
  }

  #listen<N extends keyof Events>(name: N, listener: (event: Events[N]) => void): () => void {
    this.#emitter.on(name, listener)
    return () => this.#emitter.off(name, listener)
  }
}
