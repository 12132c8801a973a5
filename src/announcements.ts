/**
 * Tells whoever listens in this process that an account of a person changed: the status page's stream, the other instances.
 *
 * @module
 */
import { EventEmitter } from 'node:events'

export interface AccountChange {
  appid: string
  accountid: string
  stripeid: string
}

/**
 * @example
 * const stop = announcements.subscribe((change) => { if (change.stripeid === stripeid) send() })
 */
export class Announcements {
  readonly #emitter = new EventEmitter().setMaxListeners(0)

  /** Of what this process changed. */
  accountChanged(change: AccountChange): void {
    this.#emitter.emit('own', change)
    this.#emitter.emit('account', change)
  }

  /** Of what another instance changed. */
  accountChangedElsewhere(change: AccountChange): void {
    this.#emitter.emit('account', change)
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
    return this.#listen('own', listener)
  }

  #listen(name: 'account' | 'own', listener: (change: AccountChange) => void): () => void {
    this.#emitter.on(name, listener)
    return () => this.#emitter.off(name, listener)
  }
}
