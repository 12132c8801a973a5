import Libsql from 'libsql'
import { expect, test } from 'vitest'
import type { StorageConfig } from '../../src/config.ts'
import { MARIADB, POSTGRESQL } from '../support/database-servers.ts'
import { eachStorage } from '../support/storage.ts'

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

/** As another version of this package would. */
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
