import type { Kysely } from 'kysely'
import { within } from '../../core/within.ts'
import { StorageError } from '../storage-error.ts'
import type { EngineTables } from '../tables.ts'
import { atMost, waitFor } from '../waiting.ts'
import type { Heartbeat } from './heartbeat.ts'
import { Pulse } from './pulse.ts'
import { FAR_BEHIND } from './recent-writes.ts'

/** The state of a replica. */
export interface ReplicaStatus {
  /** For people: which database and where it is, without passwords. */
  description: string
  /** Reads go only to a replica that is `in-use`; one that is `behind` or `unreachable` returns by itself. */
  state: 'in-use' | 'behind' | 'unreachable'
  /** The most milliseconds by which it may be behind; undefined while not known. */
  lag: number | undefined
  /** Why the last check failed, for the operator; undefined when it succeeded. */
  problem: string | undefined
}

/** Milliseconds in which a replica must answer a check, or it counts as unreachable. */
const ANSWER_LIMIT = 1_000

/** Milliseconds that a read may take on a replica, so that the same request can still ask the primary. */
const READ_LIMIT = 2_500

/** How a replica is reached. */
export interface ReplicaServer {
  /** For people, without passwords. */
  description: string
  /** How many reads it answers at once. */
  capacity: number
  /** @param connections the most to open */
  connect(connections: number): Kysely<EngineTables>
}

/** One replica: knows whether it can be used, and reads from it. */
export class Replica {
  readonly #server: ReplicaServer
  readonly #heartbeat: Heartbeat
  readonly #onChange: (status: ReplicaStatus) => void
  readonly #pulse: Pulse
  #reads: Kysely<EngineTables>
  /** A separate connection for checks, so that they do not wait for reads. */
  #looks: Kysely<EngineTables>
  /** The replica has everything committed before this time. */
  #freshAsOf: number | undefined
  #problem: Error | undefined
  /** A read failed, and no check has succeeded since. */
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

  /** Whether a connection is free. */
  get hasRoom(): boolean {
    return this.#underWay.size < this.#server.capacity
  }

  /** Whether the replica has everything committed by then. */
  has(time: number): boolean {
    return this.#freshAsOf !== undefined && this.#freshAsOf > time
  }

  /** Checks the replica soon. */
  hurry(): void {
    this.#pulse.hurry()
  }

  /** @throws whatever went wrong; the primary can answer the same read */
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
    // A silent server never confirms the end.
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
    // Even a working replica has no beat of this instance at first.
    const early = this.#freshAsOf === undefined && performance.now() - this.#startedAt < FAR_BEHIND
    if (status.state === this.#told || (early && status.state === 'behind')) return
    this.#told = status.state
    this.#onChange(status)
  }

  /** Fails the running reads and opens new connections: the old ones may be dead without an error. */
  #leave(): void {
    for (const abandon of this.#underWay)
      abandon(new StorageError(`${this.#server.description} does not answer.`))
    this.#underWay.clear()
    for (const db of [this.#reads, this.#looks]) db.destroy().catch(() => undefined)
    this.#reads = this.#server.connect(this.#server.capacity)
    this.#looks = this.#server.connect(1)
  }
}
