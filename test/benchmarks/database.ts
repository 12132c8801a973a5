import { randomUUID } from 'node:crypto'
import pg from 'pg'

/**
 * Lends a database on the PostgreSQL server at `TEST_POSTGRESQL_URL`, and drops it afterwards.
 *
 * @param title names the benchmark to leave out if there is no server
 */
export async function withDatabase(title: string, use: (url: string) => Promise<void>): Promise<void> {
  const server = process.env.TEST_POSTGRESQL_URL
  if (!server) {
    process.stdout.write(`\n${title}: left out, TEST_POSTGRESQL_URL names no PostgreSQL\n`)
    return
  }
  const name = `benchmark_${randomUUID().replaceAll('-', '')}`
  const database = new URL(server)
  database.pathname = `/${name}`
  const administrator = new pg.Client({ connectionString: server })
  await administrator.connect()
  await administrator.query(`create database ${name}`)
  try {
    await use(database.href)
  } finally {
    await administrator.query(`drop database ${name} with (force)`)
    await administrator.end()
  }
}
