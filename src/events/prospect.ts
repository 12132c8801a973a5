import { isStorageError } from '../storage/storage-error.ts'
import { isMalformed, isPassing } from '../stripe/errors.ts'
import { UnappliableError } from './subject.ts'

/** It has not come to an end in time, and nothing says why. */
export class UnfinishedError extends Error {
  override readonly name = 'UnfinishedError'

  constructor() {
    super('It took too long to apply.')
  }
}

/**
 * What may become of an event that could not be applied:
 *
 * - `passing`: Stripe or the database is away, which ends by itself
 * - `mendable`: somebody may put right what is wrong, e.g. the key or what it may do
 * - `final`: it fails whenever it is tried
 */
export type Prospect = 'passing' | 'mendable' | 'final'

export function prospectOf(error: unknown): Prospect {
  if (isPassing(error) || isStorageError(error) || error instanceof UnfinishedError) return 'passing'
  return error instanceof UnappliableError || isMalformed(error) ? 'final' : 'mendable'
}
