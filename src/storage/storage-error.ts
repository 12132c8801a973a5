import { ConnectError } from '../core/errors.ts'

/**
 * The database did not answer, refused us or cannot be written to. The visitor is not at fault, so a page answers 503.
 * The message is for the operator (which database, what it said, never a password); a visitor sees the catalogue's sentence.
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

/** The database did not answer: it hangs, it is down, or the network is cut. */
export class NoAnswer extends StorageError {}

/** As `NoAnswer`, once the outage is known: requests fail at once, and the log already has a line about it. */
export class KnownAway extends NoAnswer {}

/** Whether the database failed: another try may work later. */
export function isStorageError(error: unknown): error is StorageError {
  return error instanceof StorageError
}

/** Whether the log already has a line about the outage: one for each request would add nothing. */
export function isTold(error: unknown): boolean {
  return error instanceof KnownAway
}
