/**
 * Slows down an attacker who guesses passwords, without locking out the person whose password it is.
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

/** Milliseconds that Redis gets to count an attempt. */
const PATIENCE = 500

class AttemptLimit {
  readonly #limiter: RateLimiterAbstract
  readonly #keyOf: (attempt: string) => string

  /**
   * @param most attempts within fifteen minutes
   * @param keyOf the key of an attempt in Redis, which never gets an address
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
   * Counts an attempt before it is made, so that parallel attempts count, too.
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

  /** Takes back an attempt that succeeded. */
  async forgive(attempt: string): Promise<void> {
    await this.#limiter.reward(this.#keyOf(attempt))
  }
}

/** An attempt to sign in. */
export interface SignInAttempt {
  ip: string
  email: string
  /** The browser's id, when the person has signed in with it before. */
  device: string | undefined
}

/**
 * A browser the person has signed in with has its own attempts, so that nobody else can use them up. Other browsers share three
 * limits: for their network, for the person in that network, and for the person from anywhere. Guessing from one network blocks
 * that network; only guessing from very many blocks browsers that are new to the person.
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
  readonly #forgottenInNetwork: AttemptLimit
  readonly #forgotten: AttemptLimit

  /**
   * @param tokenOf makes keys: the same in every instance, so that they count together, and different in each marketplace
   * @param url the Redis that counts for all instances; without it, and while it does not answer, each counts alone
   */
  constructor(tokenOf: (...parts: string[]) => string, url?: string) {
    const redis =
      url === undefined ? undefined : redisConnection(url, { ...AT_ONCE, commandTimeout: PATIENCE })
    // The connections between instances already log the state of Redis.
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
    this.#forgottenInNetwork = limit('forgotten in network', 20)
    this.#forgotten = limit('forgotten', 5)
  }

  /** @throws ConnectError `too-many-attempts` (429) */
  async countSignIn(attempt: SignInAttempt): Promise<void> {
    // One by one: an attempt refused for its network does not count against the person.
    for (const [limit, key] of this.#limitsOf(attempt)) await limit.count(key)
  }

  async forgiveSignIn(attempt: SignInAttempt): Promise<void> {
    await Promise.all(this.#limitsOf(attempt).map(([limit, key]) => limit.forgive(key)))
  }

  /** @throws ConnectError `too-many-attempts` (429) */
  async countRegistration(ip: string): Promise<void> {
    await this.#registration.count(networkOf(ip))
  }

  /**
   * Counts a request for a mail with a link, the same whether or not the address is registered.
   *
   * @throws ConnectError `too-many-attempts` (429)
   */
  async countForgotten({ ip, email }: Pick<SignInAttempt, 'ip' | 'email'>): Promise<void> {
    await this.#forgottenInNetwork.count(networkOf(ip))
    await this.#forgotten.count(email)
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
