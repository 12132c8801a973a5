/**
 * Slows down those who guess passwords, by where they are and by whom they try to be.
 *
 * @module
 */
import { ipKeyGenerator, MemoryStore, type Options } from 'express-rate-limit'
import { ConnectError } from '../../errors.ts'

/** Milliseconds after which attempts are forgotten. */
const WINDOW = 15 * 60 * 1000

class AttemptLimit {
  readonly #store = new MemoryStore()
  readonly #most: number

  /** @param most attempts within fifteen minutes */
  constructor(most: number) {
    this.#most = most
    this.#store.init({ windowMs: WINDOW } as Options)
  }

  /**
   * Counts an attempt before it is made, so that many at once are counted too.
   *
   * @throws ConnectError `too-many-attempts` (429)
   */
  async count(key: string): Promise<void> {
    const { totalHits, resetTime } = await this.#store.increment(key)
    if (totalHits <= this.#most) return
    const minutes = Math.ceil(((resetTime?.getTime() ?? 0) - Date.now()) / 60_000)
    throw new ConnectError('too-many-attempts', { status: 429, values: { minutes: Math.max(1, minutes) } })
  }

  /** Takes an attempt back that turned out to be the person themself. */
  async forgive(key: string): Promise<void> {
    await this.#store.decrement(key)
  }

  close(): void {
    this.#store.shutdown()
  }
}

export interface AttemptLimits {
  /** Signing in from one network. */
  address: AttemptLimit
  /** Signing in as one person, from wherever. */
  email: AttemptLimit
  /** Registering from one network. */
  registration: AttemptLimit
}

/** Room for an office behind one address, and none for guessing. */
export function createAttemptLimits(): AttemptLimits {
  return {
    address: new AttemptLimit(50),
    email: new AttemptLimit(10),
    registration: new AttemptLimit(50),
  }
}

/** One key for what one subscriber is given: an IPv4 address or an IPv6 network. */
export function addressKey(ip: string): string {
  return ipKeyGenerator(ip)
}
