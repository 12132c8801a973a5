import type { Storage } from '../storage/storage.ts'

/** Numbers that are kept as rows change, declared by the store that keeps them. */
export interface Recounting {
  /** Counts the rows again, those of days only since then. */
  recount(storage: Storage, since: Date): Promise<void>
}
