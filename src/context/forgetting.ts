import type { Storage } from '../storage/storage.ts'

/** Rows that nobody needs any more once they are old, declared by whoever keeps them. */
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
