import type { Storage } from '../storage/storage.ts'

/** Rows that nobody needs once they are old. The feature or the host that stores them declares them. */
export interface Forgetting {
  /** What the log calls them; those without a name are not worth a line. */
  name?: string
  /** Milliseconds that they are kept. */
  kept: number
  /**
   * Deletes those that are older, up to `limit` of them.
   *
   * @returns how many there were; fewer than the limit when none are left
   */
  forget(storage: Storage, before: Date, limit: number): Promise<number>
}
