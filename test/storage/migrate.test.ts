import Libsql from 'libsql'
import { createPool, type QueryOptions } from 'mysql2'
import pg from 'pg'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { StorageConfig } from '../../src/config/config.ts'
import { MARIADB, POSTGRESQL } from '../support/database-servers.ts'
import { eachStorage, MEMORY, onServer, openPlace } from '../support/storage.ts'

eachStorage(
  'migrations',
  (open) => {
    test('are run once, and not at all for whoever only looks', async () => {
      const run: string[] = []
      const pending = async (migrate: boolean) => {
        const storage = await open({ migrate, onMigration: (name) => run.push(name) })
        return storage.pendingMigrations()
      }
      const all = await pending(false)
      expect(all[0]).toBe('001-marketplace')
      expect(run).toEqual([])
      expect(await pending(true)).toEqual([])
      expect(run).toEqual(all)
      expect(await pending(true)).toEqual([])
      expect(run).toEqual(all)
      expect(await pending(false)).toEqual([])
    })
  },
  { fresh: true },
)

eachStorage(
  'a database that a newer version has',
  (open, config) => {
    test('is left as it is, and says so to whoever only looks', async () => {
      const storage = await open()
      await runElsewhere(await config(), '999-later')
      const sentence = 'The database belongs to a newer version of this package, which ran 999-later.'
      await expect(open()).rejects.toThrow(sentence)
      await expect(storage.pendingMigrations()).rejects.toThrow(sentence)
    })
  },
  { fresh: true },
)

/** Records in the table `limits` how long each schema change may take, and wait for a lock. */
const NOTE_LIMITS = `
  create table limits (statement text, lock text);
  create function note_limits() returns event_trigger language plpgsql as $$
    begin
      insert into limits select current_setting('statement_timeout'), current_setting('lock_timeout')
        from pg_event_trigger_ddl_commands() where object_identity not like '%connect_migrations%';
    end $$;
  create event trigger note_limits on ddl_command_end execute function note_limits();
`

onServer(
  POSTGRESQL,
  'migrations',
  (_open, config) => {
    test.each(['connections of ours', 'the pool of an app'])(
      'may take as long as they take on %s, but for locks',
      async (whose) => {
        const { url = '', ...others } = await config()
        await POSTGRESQL.ask(url, NOTE_LIMITS)
        const limited = `${url}?options=-c%20statement_timeout%3D20s`
        const pool = new pg.Pool({ connectionString: url, max: 1 })
        try {
          await pool.query(`set statement_timeout = '20s'`)
          const options = whose === 'the pool of an app' ? { pool } : {}
          await (await openPlace({ ...others, url: limited }, options)).close()
          const { rows: limits } = await pool.query('select distinct statement, lock from limits')
          expect(limits).toEqual([{ statement: '0', lock: '25s' }])
          const { rows: afterwards } = await pool.query('show statement_timeout')
          expect(afterwards).toEqual([{ statement_timeout: '20s' }])
        } finally {
          await pool.end()
        }
      },
    )
  },
  { fresh: true },
)

onServer(
  MARIADB,
  'migrations',
  (_open, config) => {
    test('may take as long as they take, but for locks', async () => {
      const { url = '' } = await config()
      const pool = createPool({ uri: url, connectionLimit: 1 })
      const LIMITS = 'select @@max_statement_time + 0 as statement, @@lock_wait_timeout as locks'
      const limits = new Set<string>()
      onTestFinished(() => pool.promise().end())
      const asked: QueryOptions[] = []
      pool.on('connection', (connection) => {
        const query = connection.query.bind(connection)
        vi.spyOn(connection, 'query').mockImplementation((options, ...rest) => {
          asked.push(options)
          const asking = query(options, ...rest)
          if (options.sql.startsWith('create index'))
            query(LIMITS, (_error, rows) => limits.add(JSON.stringify(rows)))
          return asking
        })
      })
      await pool.promise().query('set session max_statement_time = 20, session lock_wait_timeout = 40')
      const storage = await openPlace(MEMORY, { pool })
      expect([...limits]).toEqual(['[{"statement":0,"locks":25}]'])
      const [afterwards] = await pool.promise().query(LIMITS)
      expect(afterwards).toEqual([{ statement: 20, locks: 40 }])
      const changes = asked.filter(({ sql }) => /^(?:create|alter|update)/.test(sql))
      expect(new Set(changes.map(({ timeout }) => timeout))).toEqual(new Set([0]))
      await storage.ping()
      expect(asked.at(-1)?.timeout).toBeGreaterThan(0)
      await storage.close()
    })
  },
  { fresh: true },
)

/** Adds a migration as another version of this package would. */
async function runElsewhere({ dialect, url = '', file }: StorageConfig, name: string): Promise<void> {
  const statement = `insert into connect_migrations (name, timestamp) values ('${name}', '2026-01-01')`
  if (dialect !== 'sqlite') {
    await (dialect === 'mysql' ? MARIADB : POSTGRESQL).ask(url, statement)
    return
  }
  const database = new Libsql(file)
  database.exec(statement)
  database.close()
}
