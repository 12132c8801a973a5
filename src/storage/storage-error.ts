import { ConnectError } from '../errors.ts'

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

/** Whether the database was what failed: it may be back later. */
export function isStorageError(error: unknown): error is StorageError {
  return error instanceof StorageError
}
