/**
 * Measures how far a replica has caught up, the same way on every database and without special privileges. This instance keeps
 * writing the time into its row on the primary, and a replica that shows a time has everything committed before it. Each instance
 * compares only times from its own clock.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { EngineTables } from '../tables.ts'
import { insertOrUpdate } from '../write.ts'
import { Pulse } from './pulse.ts'

const TABLE = 'connect_heartbeats'

/** Milliseconds without a beat after which an instance counts as gone. */
const GONE = 60 * 60 * 1000

interface HeartbeatParts {
  /** A separate connection to the primary, so that replicas do not seem behind while many requests wait for a connection. */
  primary: Kysely<EngineTables>
  /** The clock for times in rows. */
  now(): Date
  /** Called when the primary has a new beat. */
  onBeat(): void
}

export class Heartbeat {
  readonly #instance = randomUUID()
  readonly #parts: HeartbeatParts
  readonly #pulse: Pulse
  /** The last beat on the primary. */
  #last = Number.NEGATIVE_INFINITY

  constructor(parts: HeartbeatParts) {
    this.#parts = parts
    this.#pulse = new Pulse(() => this.#beat())
  }

  /** Makes sure that a beat later than this time is written. @returns true when there is one already */
  reach(time: number): boolean {
    if (this.#last > time) return true
    this.#pulse.hurry()
    return false
  }

  /** @returns the time before which that database has every commit; undefined while it has no beat of this instance */
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
      // If the primary does not answer, another instance deletes the row later, as after a crash.
      .catch(() => undefined)
    await this.#parts.primary.destroy()
  }

  async #beat(): Promise<void> {
    const { primary, now, onBeat } = this.#parts
    // The clock is read before the write and rounded down, so that the beat follows everything committed by then.
    const beat = Math.floor(performance.now())
    const beaten_at = now()
    const instance = this.#instance
    try {
      if (this.#last < 0) await this.#clearAway(beaten_at)
      await insertOrUpdate(primary, TABLE, ['instance'], { instance, beat, beaten_at }, { beat, beaten_at })
    } catch {
      // Requests that need the primary report the failure. Without beats, replicas count as behind.
      return
    }
    this.#last = beat
    onBeat()
  }

  /** Deletes the rows of crashed instances. */
  async #clearAway(now: Date): Promise<void> {
    await this.#parts.primary
      .deleteFrom(TABLE)
      .where('beaten_at', '<', new Date(now.getTime() - GONE))
      .execute()
  }
}
