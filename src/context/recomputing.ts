import type { Storage } from '../storage/storage.ts'

/** Columns that are computed by a rule, each row with the number of its rule, declared by the store that keeps them. */
export interface Recomputing {
  /** What the log calls the rows. */
  name: string
  /**
   * Computes the columns of rows again that have the number of an older rule, up to `limit` rows.
   *
   * @returns how many rows there were; fewer than the limit when none are left
   */
  recompute(storage: Storage, limit: number): Promise<number>
}
