/**
 * Explains a failed start to the administrator who tried it.
 *
 * @module
 */
import { ConfigError } from '../config/config.ts'
import { StorageError } from '../storage/storage-error.ts'
import { StartUpError } from './start-up-error.ts'

/** One line for a mistake they can correct; the whole stack for anything else. */
export function explainFailure(error: unknown): string {
  if (error instanceof ConfigError) return `The configuration has mistakes:\n${error.message}`
  if (error instanceof StartUpError || error instanceof StorageError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
