/**
 * What each person's headers are, ready to send: made when an account changes, looked up when a request comes.
 *
 * @module
 */
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { HeaderValues as StoredValues } from '../storage/storage.ts'
import { isTold } from '../storage/storage-error.ts'
import { forSeveral, waitFor } from '../storage/waiting.ts'
import { buildPersonState, type PersonState, UNAVAILABLE } from './person-state.ts'

/** People kept in memory; whoever was read longest ago goes first. With the usual limit that is 40 MB at the very most. */
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
 * const { headers } = await cache.get(appid, accountid)
 * headers['x-has-active-stripe-account'] // 'true'
 */
export class HeaderCache {
  readonly #stored: StoredValues
  readonly #settings: Config['headers']
  readonly #log: Pick<Logger, 'error'>
  readonly #clock: () => number
  /** Before the values in the database: those made under other settings are made anew. */
  readonly #stamp: string
  readonly #entries = new Map<string, Entry>()

  /** @param clock milliseconds that never go back */
  constructor(
    stored: StoredValues,
    settings: Config['headers'],
    log: Pick<Logger, 'error'>,
    clock: () => number = () => performance.now(),
  ) {
    this.#stored = stored
    this.#settings = settings
    this.#log = log
    this.#clock = clock
    this.#stamp = `${VERSION} ${settings.limit} ${settings.format}\n`
  }

  /** Never throws and never waits long: what cannot be read in time is answered as unavailable, and asked for again. */
  async get(appid: string, accountid: string): Promise<PersonState> {
    const key = keyOf(appid, accountid)
    const known = this.#entries.get(key)
    const usable = known && (!known.state || this.#clock() - known.since < this.#settings.maxAge)
    const entry = usable ? known : this.#startReading(key, appid, accountid)
    return entry.state ?? waitFor(entry.reading).catch(() => UNAVAILABLE)
  }

  /** Call it once the change is in the database: a look-up that began before is not kept either. */
  changed(appid: string, accountid: string): void {
    this.#entries.delete(keyOf(appid, accountid))
  }

  /** Call it when changes may have been missed. */
  forgetAll(): void {
    this.#entries.clear()
  }

  /**
   * Makes the values afresh from the person's accounts and keeps them in the database.
   *
   * @throws when the database does not answer
   */
  async rebuild(appid: string, accountid: string): Promise<PersonState> {
    const text = await this.#stored.rebuild(
      appid,
      accountid,
      (accounts) => this.#stamp + JSON.stringify(buildPersonState(accounts, this.#settings)),
    )
    return JSON.parse(text.slice(this.#stamp.length))
  }

  #startReading(key: string, appid: string, accountid: string): Entry {
    const reading = forSeveral(() => this.#read(appid, accountid)).then(
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
        if (this.#entries.get(key) === entry) this.#entries.delete(key)
        return UNAVAILABLE
      },
    )
    const entry: Entry = { since: this.#clock(), reading, state: undefined }
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    if (this.#entries.size > CAPACITY) this.#forgetOldest()
    return entry
  }

  async #read(appid: string, accountid: string): Promise<PersonState> {
    const text = await this.#stored.find(appid, accountid)
    return text?.startsWith(this.#stamp)
      ? JSON.parse(text.slice(this.#stamp.length))
      : this.rebuild(appid, accountid)
  }

  #forgetOldest(): void {
    for (const key of this.#entries.keys()) {
      this.#entries.delete(key)
      return
    }
  }
}

function keyOf(appid: string, accountid: string): string {
  return `${appid}\0${accountid}`
}
