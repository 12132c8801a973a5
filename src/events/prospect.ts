import { isStorageError } from '../storage/storage-error.ts'
import { isMalformed, isPassing } from '../stripe/errors.ts'
import type { Prospect } from './queue.ts'
import { UnappliableError } from './subject.ts'

/** Whether an event that failed may still be applied later. */
export function prospectOf(error: unknown): Prospect {
  if (isPassing(error) || isStorageError(error)) return 'passing'
  return error instanceof UnappliableError || isMalformed(error) ? 'final' : 'mendable'
}
