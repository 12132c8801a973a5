/**
 * How far a replica has come is asked the same way of every kind of database, and without special rights: this instance
 * writes the time into its row on the primary again and again, and a replica that shows a time has all that was committed
 * before then. Each instance only compares times of its own clock.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { EngineTables } from '../tables.ts'
import { insertOrUpdate } from '../write.ts'
import { Pulse } from './pulse.ts'

const TABLE = 'connect_heartbeats'

/** Milliseconds after which an instance that has not been heard of is gone. */
const GONE = 60 * 60 * 1000

interface HeartbeatParts {
  /** A connection to the primary of its own: while many wait for one, replicas must not seem to be behind. */
  primary: Kysely<EngineTables>
  /** The time that rows are marked with. */
  now(): Date
  /** Called when the primary has a new beat. */
  onBeat(): void
}

export class Heartbeat {
  readonly #instance = randomUUID()
  readonly #parts: HeartbeatParts
  readonly #pulse: Pulse
  /** The beat that is on the primary. */
  #last = Number.NEGATIVE_INFINITY

  constructor(parts: HeartbeatParts) {
    this.#parts = parts
    this.#pulse = new Pulse(() => this.#beat())
  }

  /** Sees to it that there is a beat of a later time than this. @returns true when there is one already */
  reach(time: number): boolean {
    if (this.#last > time) return true
    this.#pulse.hurry()
    return false
  }

  /** @returns the time before which everything is in that database; undefined while it has no beat of ours */
  async seenBy(db: Kysely<EngineTables>): Promise<number | undefined> {
    const found = await db
      .selectFrom(TABLE)
      .select('beat')
      .where('instance', '=', this.#instance)
      .executeTakeFirst()
    return found?.beat
  }

  async stop(): Promise<void> {
    await this.#pulse.stop()
    await this.#parts.primary
      .deleteFrom(TABLE)
      .where('instance', '=', this.#instance)
      .execute()
      // When the primary is gone, the row goes with those of others that ended without a word.
      .catch(() => undefined)
    await this.#parts.primary.destroy()
  }

  async #beat(): Promise<void> {
    const { primary, now, onBeat } = this.#parts
    // Before it is sent, and rounded down: what was committed until then is in the database ahead of it.
    const beat = Math.floor(performance.now())
    const beaten_at = now()
    const instance = this.#instance
    try {
      if (this.#last < 0) await this.#clearAway(beaten_at)
      await insertOrUpdate(primary, TABLE, ['instance'], { instance, beat, beaten_at }, { beat, beaten_at })
    } catch {
      // Whoever needs the primary is told that it does not answer; without beats, replicas count as behind.
      return
    }
    this.#last = beat
    onBeat()
  }

  /** Rows of instances that ended without a word. */
  async #clearAway(now: Date): Promise<void> {
    await this.#parts.primary
      .deleteFrom(TABLE)
      .where('beaten_at', '<', new Date(now.getTime() - GONE))
      .execute()
  }
}
