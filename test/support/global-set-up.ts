/**
 * Before and after all tests of a run: names the run's databases, and drops them at the end.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import { within } from '../../src/core/within.ts'
import { databasePrefix, MARIADB, POSTGRESQL } from './database-servers.ts'

/** Milliseconds in which a server drops all databases of a run. */
const LIMIT = 60_000

export function setup(): void {
  process.env.TEST_RUN = randomBytes(6).toString('hex')
}

/** Vitest sets no time limit for it. */
export function teardown(): Promise<void> {
  return within(LIMIT, dropDatabases(), () => {
    throw new Error(`the databases of this run could not be dropped within ${LIMIT / 1000} s`)
  })
}

async function dropDatabases(): Promise<void> {
  for (const { variable, ask, drop } of [POSTGRESQL, MARIADB]) {
    const address = process.env[variable]
    if (!address) continue
    const prefix = databasePrefix()
    const names = await ask(
      address,
      variable === POSTGRESQL.variable
        ? `select datname as name from pg_database where datname like '${prefix}%'`
        : `select schema_name as name from information_schema.schemata where schema_name like '${prefix}%'`,
    )
    for (const { name } of names) await ask(address, drop(String(name)))
  }
}
