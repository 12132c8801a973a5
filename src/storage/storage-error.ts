import { ConnectError } from '../core/errors.ts'

/**
 * The database did not answer, refused us or cannot be written: not the fault of whoever asked, so a page answers 503.
 * The message is for the operator (which database, what it said, never a password); a person sees the catalogue's sentence.
 */
export class StorageError extends ConnectError {
  constructor(message: string, cause?: unknown) {
    super('storage-unavailable', {
      status: 503,
      message,
      problems: [{ code: 'storage-unavailable' }],
      cause,
    })
    this.name = 'StorageError'
  }
}

/** The database said nothing: it stands still, it is down, or the way to it is cut. */
export class NoAnswer extends StorageError {}

/** As `NoAnswer`, once that is known: nobody waits for it, and the log has one line about it already. */
export class KnownAway extends NoAnswer {}

/** Whether the database was what failed: it may be back later. */
export function isStorageError(error: unknown): error is StorageError {
  return error instanceof StorageError
}

/** Whether the log has told of it: a line for each request would tell no more. */
export function isTold(error: unknown): boolean {
  return error instanceof KnownAway
}
