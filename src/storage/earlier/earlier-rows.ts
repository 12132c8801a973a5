/**
 * The rows of the earlier module: its tables, as Sequelize makes them on every database, and what is read of them.
 *
 * @see https://sequelize.org/docs/v6/core-concepts/model-basics/
 * @module
 */
import type { Transaction } from 'kysely'
import type { Database } from '../database.ts'
import type { Owner } from '../owner.ts'
import type { EngineTables } from '../tables.ts'

/** In the order in which they are taken over, for what belongs to an account comes after it. */
export const EARLIER_TABLES = [
  { object: 'account', table: 'stripeAccounts', key: 'stripeid' },
  { object: 'person', table: 'people', key: 'personid' },
  { object: 'payout', table: 'payouts', key: 'payoutid' },
] as const

export type EarlierTable = (typeof EARLIER_TABLES)[number]

/** What the row copies, as Stripe names it. */
export type EarlierObject = EarlierTable['object']

export interface EarlierRow {
  objectid: string
  /** The account that the object is, or belongs to. */
  stripeid: string
  /** The person who registered it. */
  accountid: string
  /** As Stripe sent it last, in an older version; no more than its id and its kind where that cannot be read. */
  stripeObject: { id: string; object: EarlierObject; created?: number }
  submittedAt: Date | undefined
  createdAt: Date
}

/** Some rows of one table. Those that came first come first. */
export interface EarlierBatch {
  object: EarlierObject
  rows: EarlierRow[]
}

/** Takes over one kind of row into the table of the feature that has it now. */
export interface TakingOver {
  object: EarlierObject
  /** @returns the owner; undefined when the row is here already, or what it belongs to is not */
  take(
    transaction: Transaction<EngineTables>,
    database: Database,
    row: EarlierRow,
  ): Promise<Owner | undefined>
}

/** The columns of a table. Each is there, or the table is somebody else's. */
export function columnsOf({ object, key }: EarlierTable): string[] {
  const columns = ['stripeid', 'accountid', 'stripeObject', 'appid', 'createdAt']
  return [...new Set([key, ...columns, ...(object === 'account' ? ['submittedAt'] : [])])]
}

/**
 * Reads a row as the database gives it.
 *
 * @returns undefined for a row of another tenant, and for one that lacks an id or an owner
 */
export function toEarlierRow(
  { object, key }: EarlierTable,
  raw: Readonly<Record<string, unknown>>,
  appid: string,
): EarlierRow | undefined {
  const { [key]: objectid, stripeid, accountid } = raw
  // MySQL compares without regard to case.
  if (raw.appid !== appid) return undefined
  if (!isId(objectid) || !isId(stripeid) || !isId(accountid)) return undefined
  return {
    ...{ objectid, stripeid, accountid },
    stripeObject: readObject(raw.stripeObject, objectid, object),
    submittedAt: dateOf(raw.submittedAt),
    createdAt: dateOf(raw.createdAt) ?? new Date(0),
  }
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function readObject(text: unknown, id: string, object: EarlierObject): EarlierRow['stripeObject'] {
  const read = parsed(text)
  return read?.id === id && read.object === object ? { ...read, id, object } : { id, object }
}

function parsed(text: unknown): { id?: unknown; object?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(String(text))
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

/** SQLite has dates as text: `2022-06-19 12:34:56.789 +00:00`. */
function dateOf(value: unknown): Date | undefined {
  if (value === null || value === undefined) return undefined
  const date = new Date(typeof value === 'string' ? value.replace(' ', 'T').replace(' ', '') : Number(value))
  return Number.isNaN(date.getTime()) ? undefined : date
}
