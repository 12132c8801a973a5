import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { EngineTables } from '../tables.ts'
import {
  columnsOf,
  EARLIER_TABLES,
  type EarlierBatch,
  type EarlierTable,
  toEarlierRow,
} from './earlier-rows.ts'

/** Rows at a time. */
const AT_ONCE = 100

/** The names of a table's columns; none when there is no such table. */
const COLUMNS = {
  sqlite: (table: string) => sql<{ name: string }>`select name from pragma_table_info(${table})`,
  postgresql: (table: string) => sql<{ name: string }>`
    select attname as name from pg_attribute
    where attrelid = to_regclass(${`"${table}"`}) and attnum > 0 and not attisdropped
  `,
  mysql: (table: string) => sql<{ name: string }>`
    select column_name as name from information_schema.columns
    where table_schema = database() and table_name = ${table}
  `,
}

/**
 * The tenant's rows in the tables of the earlier module, if the database has them. Nothing writes to them.
 *
 * @returns undefined when it has none
 */
export async function ownEarlierRows(database: Database): Promise<AsyncIterable<EarlierBatch> | undefined> {
  const tables = []
  for (const table of EARLIER_TABLES) if (await isThere(database, table)) tables.push(table)
  return tables.some(({ object }) => object === 'account') ? rowsOf(database, tables) : undefined
}

async function isThere({ db, traits }: Database, table: EarlierTable): Promise<boolean> {
  const { rows } = await COLUMNS[traits.dialect](table.table).execute(db)
  const names = new Set(rows.map(({ name }) => name))
  return columnsOf(table).every((column) => names.has(column))
}

async function* rowsOf(
  { appid, db }: Pick<Database, 'appid' | 'db'>,
  tables: readonly EarlierTable[],
): AsyncIterable<EarlierBatch> {
  for (const table of tables) {
    const ids = await idsOf(db, table, appid)
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const some = ids.slice(at, at + AT_ONCE)
      const { rows } = await sql<Record<string, unknown>>`
        select ${sql.join(columnsOf(table).map((column) => sql.ref(column)))} from ${sql.table(table.table)}
        where ${sql.ref(table.key)} in (${sql.join(some)})
      `.execute(db)
      const byId = new Map(rows.map((row) => [row[table.key], row]))
      yield {
        object: table.object,
        rows: some.flatMap((id) => toEarlierRow(table, byId.get(id) ?? {}, appid) ?? []),
      }
    }
  }
}

/** In the order in which they came. No index has that order, so it is asked for once. */
async function idsOf(db: Kysely<EngineTables>, table: EarlierTable, appid: string): Promise<string[]> {
  const key = sql.ref(table.key)
  const { rows } = await sql<{ id: string }>`
    select ${key} as id from ${sql.table(table.table)} where appid = ${appid} order by ${sql.ref('createdAt')}, ${key}
  `.execute(db)
  return rows.map(({ id }) => id)
}
