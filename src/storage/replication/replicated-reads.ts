/**
 * Decides which server answers a read. A replica answers only for a person who opens a page or calls the API, and only when it has
 * everything they wrote. In doubt, the primary answers.
 *
 * @module
 */
import type { Kysely } from 'kysely'
import { Ambient } from '../../core/ambient.ts'
import type { Owner } from '../owner.ts'
import { StorageError } from '../storage-error.ts'
import type { EngineTables } from '../tables.ts'
import { Heartbeat } from './heartbeat.ts'
import { RecentWrites } from './recent-writes.ts'
import { Replica, type ReplicaServer, type ReplicaStatus } from './replica.ts'

interface ReplicationParts {
  primary: Kysely<EngineTables>
  servers: readonly ReplicaServer[]
  /** @returns a separate connection to the primary, which the heartbeat ends */
  connect(): Kysely<EngineTables>
  /** The clock for times in rows. */
  now(): Date
  /** Called when a replica is left out or used again. */
  onReplica(status: ReplicaStatus): void
  /** Called when a read fails on a working replica. */
  onReadFailed(error: unknown): void
}

/**
 * @example
 * const reads = new ReplicatedReads({ primary, servers, connect, now, onReplica, onReadFailed })
 * await reads.reading(person, () => reads.read((db) => db.selectFrom('connect_payouts').selectAll().execute()))
 */
export class ReplicatedReads {
  readonly #primary: Kysely<EngineTables>
  readonly #onReadFailed: ReplicationParts['onReadFailed']
  readonly #heartbeat: Heartbeat | undefined
  readonly #replicas: readonly Replica[]
  readonly #writes = new RecentWrites(() => performance.now())
  /** The person a read is for. */
  readonly #reader = new Ambient<Owner>()

  constructor({ primary, servers, connect, now, onReplica, onReadFailed }: ReplicationParts) {
    this.#primary = primary
    this.#onReadFailed = onReadFailed
    this.#replicas = []
    if (servers.length === 0) return
    const onBeat = () => {
      for (const replica of this.#replicas) replica.hurry()
    }
    const heartbeat = new Heartbeat({ primary: connect(), now, onBeat })
    this.#heartbeat = heartbeat
    this.#replicas = servers.map((server) => new Replica(server, heartbeat, onReplica))
  }

  reading<T>(person: Owner, run: () => T): T {
    return this.#replicas.length > 0 ? this.#reader.run(person, run) : run()
  }

  writing<T>(person: Owner, run: () => Promise<T>): Promise<T> {
    return this.#replicas.length > 0 ? this.#writes.during(person, run) : run()
  }

  wrote(person: Owner): void {
    if (this.#replicas.length > 0) this.#writes.add(person)
  }

  status(): ReplicaStatus[] {
    return this.#replicas.map((replica) => replica.status)
  }

  async read<T>(query: (db: Kysely<EngineTables>) => Promise<T>): Promise<T> {
    const replica = this.#choose()
    if (!replica) return query(this.#primary)
    // The replica may be gone, or have cancelled the read to apply a change: the primary can still answer.
    const answer = await replica.read(query).catch((error: unknown) => {
      if (!(error instanceof StorageError)) this.#onReadFailed(error)
      return undefined
    })
    // A row that the replica does not have may be new.
    return answer ?? query(this.#primary)
  }

  async stop(): Promise<void> {
    await Promise.all(this.#replicas.map((replica) => replica.stop()))
    await this.#heartbeat?.stop()
  }

  /** Always the same replica for one person, so that rows do not seem to go back in time; another while it is left out. */
  #choose(): Replica | undefined {
    const reader = this.#reader.get()
    if (!reader || !this.#heartbeat) return undefined
    const wroteAt = this.#writes.lastOf(reader)
    if (wroteAt === Number.POSITIVE_INFINITY) return undefined
    const first = numberOf(reader.accountid) % this.#replicas.length
    const replica = [...this.#replicas.slice(first), ...this.#replicas.slice(0, first)].find(
      ({ inUse }) => inUse,
    )
    if (!replica?.hasRoom) return undefined
    if (replica.has(wroteAt)) return replica
    // Lets the person use the replica sooner: a beat must follow the write, then the replica must have the beat.
    if (this.#heartbeat.reach(wroteAt)) replica.hurry()
    return undefined
  }
}

/** Spreads people evenly over the replicas. */
function numberOf(text: string): number {
  let number = 0
  for (const character of text) number = (number * 31 + (character.codePointAt(0) ?? 0)) >>> 0
  return number
}
