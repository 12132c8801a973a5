import { type Kysely, sql } from 'kysely'

/** MariaDB or MySQL: each is reached by the other's addresses, too. */
interface MysqlServer {
  name: 'MariaDB' | 'MySQL'
  /** In its own words, e.g. `10.11.6-MariaDB-1`. */
  version: string
}

export async function askMysqlServer<T>(db: Kysely<T>): Promise<MysqlServer> {
  const { rows } = await sql<{ version: string }>`select version() as version`.execute(db)
  const version = rows[0]?.version ?? ''
  return { name: /mariadb/i.test(version) ? 'MariaDB' : 'MySQL', version }
}
