import { ConnectError } from '../core/errors.ts'
import { isStorageError } from '../storage/storage-error.ts'
import { startForSeveral, waitFor } from '../storage/waiting.ts'

/** Items that may wait for the current batch: half a second's work for a busy database. */
const MOST_WAITING = 4096

/** Items and bytes of one batch: its statement stays far below each database's limit, and nobody waits long for it. */
const MOST_ITEMS = 256
const MOST_BYTES = 1024 * 1024

interface GroupCommitParts<T, R> {
  /**
   * Commits all items or none.
   *
   * @returns a result for each, in their order
   * @throws StorageError when the database failed, any other error when an item may be the cause
   */
  commit(items: readonly T[]): Promise<readonly R[]>
  /** Bytes that an item takes. */
  sizeOf(item: T): number
  /** Items that may wait; fewer in tests. */
  mostWaiting?: number
}

interface Waiting<T, R> {
  item: T
  resolve(result: R): void
  reject(error: unknown): void
}

/**
 * Commits items that arrive together in one transaction. There is one batch at a time and no timer: the next batch is everything
 * that arrives in the meantime. On an idle database an item is committed at once; on a busy one batches grow.
 *
 * @example
 * const intake = new GroupCommit({ commit: (events) => inbox.insertAll(events, now()), sizeOf: ({ payload }) => payload.length })
 * const isNew = await intake.add(event)
 */
export class GroupCommit<T, R> {
  readonly #parts: GroupCommitParts<T, R>
  readonly #mostWaiting: number
  readonly #waiting: Waiting<T, R>[] = []
  #isRunning = false

  constructor(parts: GroupCommitParts<T, R>) {
    this.#parts = parts
    this.#mostWaiting = parts.mostWaiting ?? MOST_WAITING
  }

  /**
   * @returns the item's own result, once it is committed
   * @throws ConnectError `too-busy` (503) while too many wait, StorageError, also when the request at hand has no time left to wait,
   *   and what `commit` throws for this item alone
   */
  add(item: T): Promise<R> {
    // Not longer for having waited for nothing yet: the batch before may have taken the whole time.
    return waitFor(this.#enqueue(item), 0)
  }

  #enqueue(item: T): Promise<R> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length >= this.#mostWaiting) {
        reject(new ConnectError('too-busy', { status: 503 }))
        return
      }
      this.#waiting.push({ item, resolve, reject })
      if (this.#isRunning) return
      this.#isRunning = true
      this.#startNext()
    })
  }

  /** Starts after this round of the event loop, so that the batch includes everything that can be read now. */
  #startNext(): void {
    setImmediate(() => void this.#runNext())
  }

  async #runNext(): Promise<void> {
    await this.#run(this.#waiting.splice(0, this.#countNext()))
    if (this.#waiting.length > 0) this.#startNext()
    else this.#isRunning = false
  }

  #countNext(): number {
    let [count, bytes] = [0, 0]
    for (const { item } of this.#waiting) {
      bytes += this.#parts.sizeOf(item)
      if (count === MOST_ITEMS || (count > 0 && bytes > MOST_BYTES)) break
      count += 1
    }
    return count
  }

  /** Never rejects. A batch that fails is tried again item by item, so that a bad item fails alone. */
  async #run(batch: readonly Waiting<T, R>[]): Promise<void> {
    try {
      // The batch serves several requests, so it gets the full time that a request may wait for the database.
      const results = await startForSeveral(() => this.#parts.commit(batch.map(({ item }) => item)))
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as R)
    } catch (error) {
      if (batch.length === 1 || isStorageError(error)) for (const { reject } of batch) reject(error)
      else for (const one of batch) await this.#run([one])
    }
  }
}
