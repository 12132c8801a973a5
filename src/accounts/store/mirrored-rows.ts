import type { Selectable, Transaction } from 'kysely'
import { asDate, fromSeconds } from '../../storage/columns.ts'
import { type Database, withTables } from '../../storage/database.ts'
import type { EarlierRow } from '../../storage/earlier/earlier-rows.ts'
import type { Owner } from '../../storage/owner.ts'
import type { EngineTables } from '../../storage/tables.ts'
import { useTicket } from '../../storage/tickets.ts'
import { insertIfNew, takeTicket } from '../../storage/write.ts'
import { keepAccount } from './keep-account.ts'
import type { AccountTables, Owned } from './tables.ts'

/** A copy of a Stripe object that belongs to a connected account. */
export type MirroredRow<Key extends string, Kept> = Record<Key, string> & {
  stripeid: string
  accountid: string
  appid: string
  stripeObject: Kept
  createdAt: Date
  updatedAt: Date
}

export interface MirroredRows<Key extends string, Kept> {
  find(id: string): Promise<MirroredRow<Key, Kept> | undefined>
  /** Takes a ticket before a request to Stripe, so that the answer to an earlier request never replaces a later one. */
  ticket(id: string): Promise<number>
  /**
   * Inserts the row, or updates it to a later answer.
   *
   * @returns false when an answer with a later ticket is stored already, or the account is gone
   */
  record(row: Owner & { stripeid: string; stripeObject: Kept }, ticket: number): Promise<boolean>
}

/** An object that was just kept. */
export interface MirroredChange<Kept> {
  stripeid: string
  object: Kept
  createdAt: Date
  /** The row before; undefined for a new one. */
  was: Selectable<Owned> | undefined
}

/** The table for one kind of object, its key, and the columns derived from the object whenever it is stored. */
export interface MirroredTable<Key extends string, Kept, Columns> {
  table: string
  key: Key
  columns(object: Kept): Columns
  /** What else the transaction changes when it keeps an object. */
  changed?(
    transaction: Transaction<EngineTables>,
    database: Database,
    change: MirroredChange<Kept>,
  ): Promise<void>
}

/**
 * @example
 * const rows = mirroredRows(database, { table: 'connect_persons', key: 'personid', columns: () => ({}) })
 */
export function mirroredRows<Key extends string, Kept extends { id: string; created: number }, Columns>(
  database: Database,
  { key, columns, changed, ...place }: MirroredTable<Key, Kept, Columns>,
): MirroredRows<Key, Kept> {
  const { appid, db, now, read, change } = withTables<AccountTables>(database)
  // Typed as one of the tables: the columns they do not share come from `columns`.
  const [table, id] = [place.table, key] as unknown as ['connect_persons', 'personid']
  return {
    async find(objectid) {
      const found = await read((db) =>
        db
          .selectFrom(table)
          .selectAll()
          .where('appid', '=', appid)
          .where(id, '=', objectid)
          .executeTakeFirst(),
      )
      return found && toMirroredRow<Key, Kept>(key, found)
    },

    ticket: (objectid) => takeTicket(db, appid, objectid, now()),

    record: ({ stripeid, accountid, stripeObject }, ticket) =>
      change(async (transaction, wrote) => {
        const objectid = stripeObject.id
        const createdAt = fromSeconds(stripeObject.created)
        if (!(await keepAccount(transaction, database, stripeid))) return false
        if (!(await useTicket(transaction, database, objectid, ticket))) return false
        // The account is kept, so nobody else changes its objects.
        const was =
          changed &&
          (await transaction
            .selectFrom(table)
            .selectAll()
            .where('appid', '=', appid)
            .where(id, '=', objectid)
            .executeTakeFirst())
        const changes = {
          stripe_object: JSON.stringify(stripeObject),
          ...columns(stripeObject),
          updated_at: now(),
        }
        const { numUpdatedRows } = await transaction
          .updateTable(table)
          .set(changes)
          .where('appid', '=', appid)
          .where(id, '=', objectid)
          .executeTakeFirst()
        if (numUpdatedRows === 0n)
          await insertIfNew(transaction, table, {
            ...{ [key]: objectid, stripeid, accountid, appid },
            ...changes,
            created_at: createdAt,
          } as never)
        const change = { stripeid, object: stripeObject, createdAt, was }
        await changed?.(transaction, database, change)
        wrote({ accountid })
        return true
      }),
  }
}

/**
 * Takes over a row of the earlier module, for the owner that its account has here.
 *
 * @param isWhole whether what the row has of Stripe's object fills the table; if not, the object comes once Stripe is asked for it
 * @returns undefined when the row is here already, or its account is not
 */
export async function takeOverMirrored<Key extends string, Kept extends object, Columns>(
  transaction: Transaction<EngineTables>,
  database: Database,
  { table, key, columns, changed }: MirroredTable<Key, Kept, Columns>,
  { objectid, stripeid, stripeObject, createdAt }: EarlierRow,
  isWhole: (object: object) => object is Kept,
): Promise<Owner | undefined> {
  const { appid, now } = database
  const accounts = transaction.withTables<AccountTables>()
  const kept = await keepAccount(accounts, database, stripeid)
  const owner = kept && { accountid: kept.accountid }
  if (!owner || !isWhole(stripeObject)) return owner
  const created = stripeObject.created ? fromSeconds(stripeObject.created) : createdAt
  const inserted = await insertIfNew(
    accounts,
    table as 'connect_persons',
    {
      ...{ [key]: objectid, stripeid, ...owner, appid },
      ...{ stripe_object: JSON.stringify(stripeObject), ...columns(stripeObject) },
      created_at: created,
      updated_at: now(),
    } as never,
  )
  if (!inserted) return undefined
  await changed?.(transaction, database, {
    stripeid,
    object: stripeObject,
    createdAt: created,
    was: undefined,
  })
  return owner
}

export function toMirroredRow<Key extends string, Kept>(
  key: Key,
  row: Selectable<Owned>,
): MirroredRow<Key, Kept> {
  return {
    [key]: (row as unknown as Record<Key, string>)[key],
    stripeid: row.stripeid,
    accountid: row.accountid,
    appid: row.appid,
    stripeObject: JSON.parse(row.stripe_object),
    createdAt: asDate(row.created_at),
    updatedAt: asDate(row.updated_at),
  } as MirroredRow<Key, Kept>
}
