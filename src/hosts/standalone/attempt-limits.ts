/**
 * Slows down those who guess passwords, without locking out the person whose password they guess.
 *
 * @module
 */
import { ipKeyGenerator, MemoryStore, type Options } from 'express-rate-limit'
import { ConnectError } from '../../core/errors.ts'

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
  readonly #device = new AttemptLimit(10)
  /** Room for an office behind one address. */
  readonly #network = new AttemptLimit(50)
  readonly #personInNetwork = new AttemptLimit(10)
  readonly #person = new AttemptLimit(100)
  readonly #registration = new AttemptLimit(50)

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

  close(): void {
    for (const limit of [
      this.#device,
      this.#network,
      this.#personInNetwork,
      this.#person,
      this.#registration,
    ])
      limit.close()
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

/** What one subscriber is given: an IPv4 address or an IPv6 network. */
export function networkOf(ip: string): string {
  return ipKeyGenerator(ip)
}
