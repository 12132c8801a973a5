/**
 * What PostgreSQL's errors mean.
 *
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 * @module
 */
import { explained } from '../../net/tls-problem.ts'
import { NoAnswer, StorageError } from '../storage-error.ts'

/** A pooler in front of the server may send a statement to another connection, where it is not prepared, or prepared already. */
export function isAboutPrepared(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '26000' || error.code === '42P05')
}

/**
 * Codes of Node's sockets and of SQLSTATE that mean the server cannot be used, rather than a wrong statement: damaged tables, too,
 * and others that hold what is asked for.
 */
const UNUSABLE =
  /^(?:ECONN[A-Z]+|EPIPE|ETIMEDOUT|E[A-Z]+UNREACH|08...|57...|53...|58...|XX...|25006|25P03|42501|55P03)$/

/** The connection stays read-only, when its server became a standby, say. A new one may reach the primary. */
export function isReadOnly(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '25006'
}

export function isUnusable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && error.code) return UNUSABLE.test(String(error.code))
  // pg's own errors have no code: a connection that ended, an answer that took too long.
  return /connection|timeout|terminated/i.test(error.message)
}

export function unusable(where: string, error: unknown): StorageError {
  if (error instanceof StorageError) return error
  const problem = error as Error & { code?: string }
  // An AggregateError, from a host with several addresses, has no message.
  const message = `${where} cannot be used: ${explained(problem) || problem.code}.`
  return isAnswer(error) ? new StorageError(message, error) : new NoAnswer(message, error)
}

/** A closed connection, a server that shuts down, a transaction that was idle or open for too long. */
const ENDED = /^(?:08...|57P0.|25P0[34])$/

/** Whether the server sent the error and keeps the connection open: then the statement is no longer running. */
function isAnswer(error: unknown): boolean {
  return error instanceof Error && 'severity' in error && !('code' in error && ENDED.test(String(error.code)))
}
