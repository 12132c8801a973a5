/**
 * Says why something could not be started, to whoever tried.
 *
 * @module
 */
import { ConfigError } from '../config/config.ts'
import { StorageError } from '../storage/storage-error.ts'
import { StartUpError } from './start-up-error.ts'

/** One line for what they can put right; everything that is known for what they cannot. */
export function explainFailure(error: unknown): string {
  if (error instanceof ConfigError) return `The configuration has mistakes:\n${error.message}`
  if (error instanceof StartUpError || error instanceof StorageError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
