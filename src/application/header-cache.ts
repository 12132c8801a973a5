/**
 * What the headers of each person of the tenant are, ready to send: made when an account changes, looked up when a request comes.
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

/** People kept in memory; the one not asked about for longest goes first. With the usual limit that is 40 MB at the very most. */
const CAPACITY = 5000

/** The shape of what is kept in the database; raise it when the shape changes. */
const VERSION = 1

interface Entry {
  /** When the database was asked: what another process changed after that is not in it. */
  since: number
  reading: Promise<PersonState>
  /** Undefined while it is being read. */
  state: PersonState | undefined
}

/**
 * Looks up, in this order: memory, for at most `maxAge`; the values kept in the database; the accounts themselves.
 * The database is asked once for a person however many requests wait for it.
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
  /** Before the values in the database: those made under other settings are made anew. */
  readonly #stamp: string
  readonly #entries = new LRUCache<string, Entry>({ max: CAPACITY })

  /** @param clock milliseconds that never go back */
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
