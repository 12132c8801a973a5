/**
 * Tells whoever listens in this process what happened: that an account of a person changed, to the status page's stream; that
 * somebody signed out, to what knows them; both to the other instances.
 *
 * @module
 */
import { EventEmitter } from 'node:events'

export interface AccountChange {
  appid: string
  accountid: string
  stripeid: string
}

export interface SessionEnd {
  appid: string
  sessionid: string
}

/** What is told, by name: `own-...` is what this process did itself. */
interface Events {
  'own-account': AccountChange
  account: AccountChange
  'own-session-end': SessionEnd
  /** Undefined when ends of sessions may have been missed. */
  'session-end': SessionEnd | undefined
}

/**
 * @example
 * const stop = announcements.subscribe((change) => { if (change.stripeid === stripeid) send() })
 */
export class Announcements {
  readonly #emitter = new EventEmitter().setMaxListeners(0)

  /** Of what this process changed. */
  accountChanged(change: AccountChange): void {
    this.#tell('own-account', change)
    this.#tell('account', change)
  }

  /** Of what another instance changed. */
  accountChangedElsewhere(change: AccountChange): void {
    this.#tell('account', change)
  }

  /** Of a session that this process ended. */
  sessionEnded(end: SessionEnd): void {
    this.#tell('own-session-end', end)
    this.#tell('session-end', end)
  }

  /** Of a session that another instance ended. @param end undefined when ends may have been missed */
  sessionEndedElsewhere(end: SessionEnd | undefined): void {
    this.#tell('session-end', end)
  }

  /**
   * To all changes, wherever they were made.
   *
   * @returns a function that ends the subscription
   */
  subscribe(listener: (change: AccountChange) => void): () => void {
    return this.#listen('account', listener)
  }

  /**
   * To what this process changed, for telling others of it.
   *
   * @returns a function that ends the subscription
   */
  subscribeToOwn(listener: (change: AccountChange) => void): () => void {
    return this.#listen('own-account', listener)
  }

  /**
   * To all ends of sessions, wherever they were ended.
   *
   * @param listener given undefined when ends may have been missed
   * @returns a function that ends the subscription
   */
  subscribeToSessionEnds(listener: (end: SessionEnd | undefined) => void): () => void {
    return this.#listen('session-end', listener)
  }

  /**
   * To ends of sessions that this process ended, for telling others of it.
   *
   * @returns a function that ends the subscription
   */
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
