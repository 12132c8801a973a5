/**
 * Reads the earlier module's rows in a file of SQLite: `node file.process.js market.db dashboard`.
 *
 * Prints lines of JSON: whether the file has the tables, then each row of the tenant as `["account", {...}]`, and at the end
 * `null`. If something is wrong, it says so on the standard error and ends with status 1.
 *
 * @module
 */
import { once } from 'node:events'
import { pathToFileURL } from 'node:url'
import Libsql from 'libsql'
import { columnsOf, EARLIER_TABLES, type EarlierTable } from './earlier-rows.ts'

/** Milliseconds to wait for somebody who writes to the file. */
const BUSY = 10_000

const [file = '', appid = ''] = process.argv.slice(2)

try {
  await print(file, appid)
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 1
}

async function print(name: string, tenant: string): Promise<void> {
  const database = new Libsql(`${pathToFileURL(name).href}?mode=ro`)
  try {
    database.exec(`pragma busy_timeout = ${BUSY}`)
    const tables = EARLIER_TABLES.filter((table) => isThere(database, table))
    const isFound = tables.some(({ object }) => object === 'account')
    await say(isFound)
    for (const table of isFound ? tables : [])
      for (const row of rowsOf(database, table, tenant)) await say([table.object, row])
    await say(null)
  } finally {
    database.close()
  }
}

function isThere(database: Libsql.Database, table: EarlierTable): boolean {
  const rows = database.prepare('select name from pragma_table_info(?)').all(table.table) as {
    name: string
  }[]
  const names = new Set(rows.map(({ name }) => name))
  return columnsOf(table).every((column) => names.has(column))
}

/** In the order in which they came. */
function rowsOf(database: Libsql.Database, table: EarlierTable, tenant: string): Iterable<unknown> {
  const columns = columnsOf(table).map((column) => `"${column}"`)
  const order = `"createdAt", "${table.key}"`
  return database
    .prepare(`select ${columns} from "${table.table}" where appid = ? order by ${order}`)
    .iterate(tenant)
}

async function say(what: unknown): Promise<void> {
  if (!process.stdout.write(`${JSON.stringify(what)}\n`)) await once(process.stdout, 'drain')
}
