/**
 * What the errors of mysql2, MySQL and MariaDB mean here.
 *
 * @see https://mariadb.com/kb/en/mariadb-error-code-reference/
 *
 * @module
 */
import { explained } from '../../net/tls-problem.ts'
import { NoAnswer, StorageError } from '../storage-error.ts'

/** Codes of Node's sockets and of mysql2 that mean the server cannot be used, rather than a wrong statement. */
const UNUSABLE_CODES = /^(?:ECONN[A-Z]+|EPIPE|ETIMEDOUT|E[A-Z]+UNREACH|PROTOCOL_[A-Z_]+)$/

const READ_ONLY = [1290, 1792, 1836]

/** The servers' error numbers that mean the same. */
const UNUSABLE = new Set([
  ...READ_ONLY,
  1021, // disk full
  1023, // a file cannot be closed
  1024, // a file cannot be read
  1026, // a file cannot be written
  1030, // the table's engine fails
  1034, // the table's index is damaged
  1037, // out of memory
  1040, // too many connections
  1044, // access to the database denied
  1045, // wrong password
  1046, // no database named
  1049, // no such database
  1053, // shutting down
  1077, // shut down
  1105, // unknown error, which proxies in front of a server send
  1114, // table is full
  1129, // host blocked
  1130, // host not allowed
  1142, // access to the table denied
  1194, // the table is damaged
  1195, // the table is damaged, and repairing it failed
  1203, // too many connections of the user
  1205, // another transaction holds a lock for too long
  1226, // the user has reached a limit
  1227, // missing privilege
  1317, // interrupted
  1665, // the binary log's format does not allow the isolation level
  1927, // connection was killed
  1969, // MariaDB's time limit
  3024, // MySQL's time limit
])

const DUPLICATE_KEY = 1062
/** A deadlock, or a row that changed since the transaction read it. */
const GAVE_WAY = new Set([1213, 1020])
/** The table, column or index exists already. */
const THERE_ALREADY = new Set([1050, 1060, 1061])

/** @param where which server, without the password */
export function mysqlUnusable(where: string, cause: Error & { code?: string }): StorageError {
  // An AggregateError, from a host with several addresses, has no message.
  const message = `${where} cannot be used: ${explained(cause) || cause.code}.`
  return isAnswer(cause) ? new StorageError(message, cause) : new NoAnswer(message, cause)
}

/** Whether the server sent the error. */
function isAnswer(error: Error): boolean {
  return 'sqlState' in error
}

export function isUnusable(error: Error & { code?: string; fatal?: boolean }): boolean {
  return error.fatal === true || UNUSABLE.has(numberOf(error) ?? 0) || UNUSABLE_CODES.test(error.code ?? '')
}

/** The connection stays read-only, when its server became a replica, say. A new one may reach the primary. */
export function isReadOnly(error: unknown): boolean {
  return READ_ONLY.includes(numberOf(error) ?? 0)
}

export function isDuplicateKey(error: unknown): boolean {
  return numberOf(error) === DUPLICATE_KEY
}

/** Whether the server rolled the transaction back in favour of another, so that it can run again. */
export function gaveWay(error: unknown): boolean {
  return GAVE_WAY.has(numberOf(error) ?? 0)
}

/**
 * Whether what a migration creates exists already. MySQL creates tables outside transactions, so an interrupted migration runs
 * again from its beginning.
 */
export function isThereAlready(error: unknown): boolean {
  return THERE_ALREADY.has(numberOf(error) ?? 0)
}

function numberOf(error: unknown): number | undefined {
  return error instanceof Error && 'errno' in error ? (error.errno as number) : undefined
}
