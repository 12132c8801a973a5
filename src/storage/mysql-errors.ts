/**
 * What the errors of mysql2, MySQL and MariaDB mean here.
 *
 * @see https://mariadb.com/kb/en/mariadb-error-code-reference/
 *
 * @module
 */
import { explained } from '../net/tls-problem.ts'
import { NoAnswer, StorageError } from './storage-error.ts'

/** Codes of Node's sockets and of mysql2 that mean the server cannot be used, not that a statement was wrong. */
const UNUSABLE_CODES = /^(?:ECONN[A-Z]+|EPIPE|ETIMEDOUT|E[A-Z]+UNREACH|PROTOCOL_[A-Z_]+)$/

const READ_ONLY = [1290, 1792, 1836]

/** Numbers of the servers that mean the same. */
const UNUSABLE = new Set([
  ...READ_ONLY,
  1021, // disk full
  1040, // too many connections
  1044, // access to the database denied
  1045, // wrong password
  1046, // no database named
  1049, // no such database
  1053, // shutting down
  1077, // shut down
  1105, // unknown error, as proxies in front of a server say
  1114, // table is full
  1129, // host blocked
  1130, // host not allowed
  1142, // access to the table denied
  1203, // too many connections of the user
  1205, // somebody keeps a lock for too long
  1226, // a limit of the user is reached
  1227, // a right is missing
  1317, // interrupted
  1665, // the binary log's format rules the isolation level out
  1927, // connection was killed
  1969, // a time limit of MariaDB's
  3024, // a time limit of MySQL's
])

const DUPLICATE_KEY = 1062
/** Of two transactions that wait for each other, one is undone; one may also find a row that changed since it looked. */
const GAVE_WAY = new Set([1213, 1020])
/** A table, a column, an index. */
const THERE_ALREADY = new Set([1050, 1060, 1061])

/** @param where which server, without its password */
export function mysqlUnusable(where: string, cause: Error & { code?: string }): StorageError {
  // An AggregateError, of a name with several addresses, has no message.
  const message = `${where} cannot be used: ${explained(cause) || cause.code}.`
  return isAnswer(cause) ? new StorageError(message, cause) : new NoAnswer(message, cause)
}

/** Whether it is the server's own. */
function isAnswer(error: Error): boolean {
  return 'sqlState' in error
}

export function isUnusable(error: Error & { code?: string; fatal?: boolean }): boolean {
  return error.fatal === true || UNUSABLE.has(numberOf(error) ?? 0) || UNUSABLE_CODES.test(error.code ?? '')
}

/** A connection stays so, to a server that is a replica now, say, while a new one may lead to the primary. */
export function isReadOnly(error: unknown): boolean {
  return READ_ONLY.includes(numberOf(error) ?? 0)
}

export function isDuplicateKey(error: unknown): boolean {
  return numberOf(error) === DUPLICATE_KEY
}

/** Whether everything that was done was undone in favour of somebody else, and can be done again. */
export function gaveWay(error: unknown): boolean {
  return GAVE_WAY.has(numberOf(error) ?? 0)
}

/**
 * Whether what a migration makes is there already: tables are not made in transactions here, so one that was cut off is run
 * again from its beginning.
 */
export function isThereAlready(error: unknown): boolean {
  return THERE_ALREADY.has(numberOf(error) ?? 0)
}

function numberOf(error: unknown): number | undefined {
  return error instanceof Error && 'errno' in error ? (error.errno as number) : undefined
}
