import type { Kysely } from 'kysely'
import { within } from '../../core/within.ts'
import { StorageError } from '../storage-error.ts'
import type { EngineTables } from '../tables.ts'
import { atMost, waitFor } from '../waiting.ts'
import type { Heartbeat } from './heartbeat.ts'
import { Pulse } from './pulse.ts'
import { FAR_BEHIND } from './recent-writes.ts'

/** How a replica is. */
export interface ReplicaStatus {
  /** For people: which database, where, without passwords. */
  description: string
  /** Whether it is read from; one that is `behind` or `unreachable` returns by itself. */
  state: 'in-use' | 'behind' | 'unreachable'
  /** Milliseconds by which it is behind at the most; undefined while that is not known. */
  lag: number | undefined
  /** What it said when it was last asked in vain, for the operator; undefined when it answered. */
  problem: string | undefined
}

/** Milliseconds in which a replica says how far it has come, or counts as unreachable. */
const ANSWER_LIMIT = 1_000

/** Milliseconds that a read may take here: the primary may still be asked afterwards, by the same request. */
const READ_LIMIT = 2_500

/** How a replica is reached. */
export interface ReplicaServer {
  /** For people, without passwords. */
  description: string
  /** How many reads it takes at once. */
  capacity: number
  /** @param connections how many are open at most */
  connect(connections: number): Kysely<EngineTables>
}

/** One server that follows the primary: whether it can be read from, and reads from it. */
export class Replica {
  readonly #server: ReplicaServer
  readonly #heartbeat: Heartbeat
  readonly #onChange: (status: ReplicaStatus) => void
  readonly #pulse: Pulse
  #reads: Kysely<EngineTables>
  /** A connection of its own: how it is must be known also while many read. */
  #looks: Kysely<EngineTables>
  /** It has everything that was committed before then. */
  #freshAsOf: number | undefined
  #problem: Error | undefined
  /** A read failed, and it has not been asked since how it is. */
  #inDoubt = false
  readonly #underWay = new Set<(reason: Error) => void>()
  readonly #startedAt = performance.now()
  #told: ReplicaStatus['state'] | undefined

  constructor(server: ReplicaServer, heartbeat: Heartbeat, onChange: (status: ReplicaStatus) => void) {
    this.#server = server
    this.#heartbeat = heartbeat
    this.#onChange = onChange
    this.#reads = server.connect(server.capacity)
    this.#looks = server.connect(1)
    this.#pulse = new Pulse(() => this.#look())
  }

  get status(): ReplicaStatus {
    return {
      description: this.#server.description,
      state: this.#state,
      lag: this.#freshAsOf === undefined ? undefined : Math.round(performance.now() - this.#freshAsOf),
      problem: this.#problem?.message,
    }
  }

  get #state(): ReplicaStatus['state'] {
    if (this.#problem) return this.#problem instanceof StorageError ? 'unreachable' : 'behind'
    return this.#freshAsOf !== undefined && performance.now() - this.#freshAsOf < FAR_BEHIND
      ? 'in-use'
      : 'behind'
  }

  get inUse(): boolean {
    return !this.#inDoubt && this.#state === 'in-use'
  }

  /** Whether nobody has to wait for a connection. */
  get hasRoom(): boolean {
    return this.#underWay.size < this.#server.capacity
  }

  /** Whether it has all that was committed until then. */
  has(time: number): boolean {
    return this.#freshAsOf !== undefined && this.#freshAsOf > time
  }

  /** Asks soon how far it has come. */
  hurry(): void {
    this.#pulse.hurry()
  }

  /** @throws whatever went wrong; the same read can be answered by the primary */
  async read<T>(query: (db: Kysely<EngineTables>) => Promise<T>): Promise<T> {
    let abandon: (reason: Error) => void = () => undefined
    const abandoned = new Promise<never>((_resolve, reject) => {
      abandon = reject
    })
    this.#underWay.add(abandon)
    const answer = atMost(READ_LIMIT, () => query(this.#reads)).finally(() => this.#underWay.delete(abandon))
    try {
      return await waitFor(Promise.race([answer, abandoned]))
    } catch (error) {
      if (error instanceof StorageError) {
        this.#inDoubt = true
        this.hurry()
      }
      throw error
    }
  }

  async stop(): Promise<void> {
    await this.#pulse.stop()
    // A server that says nothing any more would be waited for in vain.
    await within(ANSWER_LIMIT, Promise.all([this.#reads.destroy(), this.#looks.destroy()]), () => {}).catch(
      () => {},
    )
  }

  async #look(): Promise<void> {
    try {
      this.#freshAsOf = await atMost(ANSWER_LIMIT, () => this.#heartbeat.seenBy(this.#looks))
      this.#problem = undefined
      this.#inDoubt = false
    } catch (error) {
      this.#problem = error as Error
      if (error instanceof StorageError) this.#leave()
    }
    this.#tell()
  }

  #tell(): void {
    const { status } = this
    // Even a good replica has nothing of this instance at first.
    const early = this.#freshAsOf === undefined && performance.now() - this.#startedAt < FAR_BEHIND
    if (status.state === this.#told || (early && status.state === 'behind')) return
    this.#told = status.state
    this.#onChange(status)
  }

  /** Nobody waits for an answer any longer; connections may be dead without having been told. */
  #leave(): void {
    for (const abandon of this.#underWay)
      abandon(new StorageError(`${this.#server.description} does not answer.`))
    this.#underWay.clear()
    for (const db of [this.#reads, this.#looks]) db.destroy().catch(() => undefined)
    this.#reads = this.#server.connect(this.#server.capacity)
    this.#looks = this.#server.connect(1)
  }
}
