/**
 * Each person's headers, ready to send: made when an account changes, looked up for each request.
 *
 * @module
 */
import { LRUCache } from 'lru-cache'
import type { Logger } from 'pino'
import type { Config } from '../config/config.ts'
import type { PersonState, PersonStates } from '../context/person-state.ts'
import { isTold } from '../storage/storage-error.ts'
import { forSeveral, waitFor } from '../storage/waiting.ts'
import { buildPersonState, UNAVAILABLE } from './person-state.ts'
import type { AccountsOf, HeaderValues as StoredValues } from './store.ts'

/** People kept in memory; the least recently used goes first. With the default limit that is 40 MB at most. */
const CAPACITY = 5000

/** Version of the format kept in the database; raise it when the format changes. */
const VERSION = 2

interface Entry {
  /** When the database was asked: later changes by another process are missing. */
  since: number
  reading: Promise<PersonState>
  /** Undefined while it is being read. */
  state: PersonState | undefined
}

/**
 * Looks in memory first (for at most `maxAge`), then at the values kept in the database, then at the accounts themselves.
 * Requests that wait for the same person share one query.
 *
 * @example
 * const { headers } = await cache.get(accountid)
 * headers['x-has-active-stripe-account'] // 'true'
 */
export class HeaderCache implements PersonStates {
  readonly #stored: StoredValues
  readonly #accountsOf: AccountsOf
  readonly #settings: Config['headers']
  readonly #log: Pick<Logger, 'error'>
  readonly #clock: () => number
  /** Precedes each value in the database, so that values made with other settings are made again. */
  readonly #stamp: string
  readonly #entries = new LRUCache<string, Entry>({ max: CAPACITY })

  /** @param clock milliseconds of a clock that never goes back */
  constructor(
    stored: StoredValues,
    accountsOf: AccountsOf,
    settings: Config['headers'],
    log: Pick<Logger, 'error'>,
    clock: () => number = () => performance.now(),
  ) {
    this.#stored = stored
    this.#accountsOf = accountsOf
    this.#settings = settings
    this.#log = log
    this.#clock = clock
    this.#stamp = `${VERSION} ${settings.limit} ${settings.format}\n`
  }

  ready(accountid: string): PersonState | undefined {
    const known = this.#entries.get(accountid)
    return known?.state && this.#clock() - known.since < this.#settings.maxAge ? known.state : undefined
  }

  async get(accountid: string): Promise<PersonState> {
    const ready = this.ready(accountid)
    if (ready) return ready
    const known = this.#entries.get(accountid)
    const entry = known && !known.state ? known : this.#startReading(accountid)
    return waitFor(entry.reading).catch(() => UNAVAILABLE)
  }

  changed(accountid: string): void {
    this.#entries.delete(accountid)
  }

  forgetAll(): void {
    this.#entries.clear()
  }

  async rebuild(accountid: string): Promise<PersonState> {
    const text = await this.#stored.rebuild(
      accountid,
      this.#accountsOf,
      (accounts) => this.#stamp + JSON.stringify(buildPersonState(accounts, this.#settings)),
    )
    return JSON.parse(text.slice(this.#stamp.length))
  }

  #startReading(accountid: string): Entry {
    const reading = forSeveral(() => this.#read(accountid)).then(
      (state) => {
        entry.state = state
        return state
      },
      (error: unknown) => {
        if (!isTold(error))
          this.#log.error(
            { err: error },
            'the state of a person could not be read: their headers say unavailable',
          )
        if (this.#entries.get(accountid) === entry) this.#entries.delete(accountid)
        return UNAVAILABLE
      },
    )
    const entry: Entry = { since: this.#clock(), reading, state: undefined }
    this.#entries.set(accountid, entry)
    return entry
  }

  async #read(accountid: string): Promise<PersonState> {
    const text = await this.#stored.find(accountid)
    return text?.startsWith(this.#stamp)
      ? JSON.parse(text.slice(this.#stamp.length))
      : this.rebuild(accountid)
  }
}
