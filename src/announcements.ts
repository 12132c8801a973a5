/**
 * Tells whoever listens in this process that an account of a person changed: the status page's stream, the header cache.
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

  accountChanged(change: AccountChange): void {
    this.#emitter.emit('account', change)
  }

  /** @returns a function that ends the subscription */
  subscribe(listener: (change: AccountChange) => void): () => void {
    this.#emitter.on('account', listener)
    return () => this.#emitter.off('account', listener)
  }
}
