/**
 * Slows down those who guess passwords, without locking out the person whose password they guess.
 *
 * @module
 */
import type { Redis } from 'ioredis'
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible'
import { ConnectError } from '../../core/errors.ts'
import { AT_ONCE, disconnect, redisConnection } from '../../net/redis-connection.ts'
import { networkOf } from '../../web/network.ts'

/** Seconds after which attempts are forgotten. */
const WINDOW = 15 * 60

/** Milliseconds that Redis is given to count an attempt. */
const PATIENCE = 500

class AttemptLimit {
  readonly #limiter: RateLimiterAbstract
  readonly #keyOf: (attempt: string) => string

  /**
   * @param most attempts within fifteen minutes
   * @param keyOf what stands for somebody in Redis, which is told no addresses
   */
  constructor(most: number, keyOf: (attempt: string) => string, redis: Redis | undefined) {
    const options = { points: most, duration: WINDOW, keyPrefix: 'stripe-connect-attempts' }
    const memory = new RateLimiterMemory(options)
    this.#limiter = redis
      ? new RateLimiterRedis({ ...options, storeClient: redis, insuranceLimiter: memory })
      : memory
    this.#keyOf = keyOf
  }

  /**
   * Counts an attempt before it is made, so that many at once are counted too.
   *
   * @throws ConnectError `too-many-attempts` (429)
   */
  async count(attempt: string): Promise<void> {
    try {
      await this.#limiter.consume(this.#keyOf(attempt))
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal
      const minutes = Math.max(1, Math.ceil(refusal.msBeforeNext / 60_000))
      throw new ConnectError('too-many-attempts', { status: 429, values: { minutes } })
    }
  }

  /** Takes an attempt back that turned out to be the person themself. */
  async forgive(attempt: string): Promise<void> {
    await this.#limiter.reward(this.#keyOf(attempt))
  }
}

/** Somebody who tries to sign in. */
export interface SignInAttempt {
  ip: string
  email: string
  /** The browser, when the person has signed in with it before. */
  device: string | undefined
}

/**
 * A browser in which the person signed in before has attempts of its own, so that nobody else can use them up. All
 * others share those of their network, of the person within it, and of the person from wherever: guessing from one
 * network shuts out that network, and only guessing from very many shuts out browsers that are new to the person.
 *
 * @see https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies
 */
export class AttemptLimits {
  readonly #redis: Redis | undefined
  readonly #device: AttemptLimit
  readonly #network: AttemptLimit
  readonly #personInNetwork: AttemptLimit
  readonly #person: AttemptLimit
  readonly #registration: AttemptLimit

  /**
   * @param tokenOf the same in every instance, so that they count together, and another in each marketplace
   * @param url of the Redis that counts for all instances; each counts alone without it, and while it does not answer
   */
  constructor(tokenOf: (...parts: string[]) => string, url?: string) {
    const redis =
      url === undefined ? undefined : redisConnection(url, { ...AT_ONCE, commandTimeout: PATIENCE })
    // The instances' own connections to it say in the log how it goes.
    redis?.on('error', () => undefined)
    redis?.connect().catch(() => undefined)
    this.#redis = redis
    const limit = (name: string, most: number) =>
      new AttemptLimit(most, (attempt) => tokenOf('attempts', name, attempt), redis)
    this.#device = limit('device', 10)
    // Room for an office behind one address.
    this.#network = limit('network', 50)
    this.#personInNetwork = limit('person in network', 10)
    this.#person = limit('person', 100)
    this.#registration = limit('registration', 50)
  }

  /** @throws ConnectError `too-many-attempts` (429) */
  async countSignIn(attempt: SignInAttempt): Promise<void> {
    // One by one: what a network is refused does not count against the person.
    for (const [limit, key] of this.#limitsOf(attempt)) await limit.count(key)
  }

  async forgiveSignIn(attempt: SignInAttempt): Promise<void> {
    await Promise.all(this.#limitsOf(attempt).map(([limit, key]) => limit.forgive(key)))
  }

  /** @throws ConnectError `too-many-attempts` (429) */
  async countRegistration(ip: string): Promise<void> {
    await this.#registration.count(networkOf(ip))
  }

  async close(): Promise<void> {
    if (this.#redis) await disconnect(this.#redis)
  }

  #limitsOf({ ip, email, device }: SignInAttempt): [AttemptLimit, string][] {
    if (device !== undefined) return [[this.#device, device]]
    const network = networkOf(ip)
    return [
      [this.#network, network],
      [this.#personInNetwork, `${network} ${email}`],
      [this.#person, email],
    ]
  }
}
