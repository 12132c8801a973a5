import { type Kysely, sql } from 'kysely'

/** MariaDB or MySQL: the address does not tell which. */
interface MysqlServer {
  name: 'MariaDB' | 'MySQL'
  /** As the server reports it, e.g. `10.11.6-MariaDB-1`. */
  version: string
}

export async function askMysqlServer<T>(db: Kysely<T>): Promise<MysqlServer> {
  const { rows } = await sql<{ version: string }>`select version() as version`.execute(db)
  const version = rows[0]?.version ?? ''
  return { name: /mariadb/i.test(version) ? 'MariaDB' : 'MySQL', version }
}
