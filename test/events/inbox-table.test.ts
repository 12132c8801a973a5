import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { StorageConfig } from '../../src/config/config.ts'
import { inboxStore } from '../../src/events/store/inbox.ts'
import { POSTGRESQL } from '../support/database-servers.ts'
import { keepIn } from '../support/keep-event.ts'
import { migrateTo, withDatabase } from '../support/raw-database.ts'
import { eachStorage, onServer } from '../support/storage.ts'
import { stripeEvent } from '../support/stripe-objects.ts'

const AT = new Date('2026-05-01T12:00:00Z')

/** The planner's choice where a scan of the table or a sort would be dear, as in a large table. */
function planOf(config: StorageConfig, statement: string): Promise<string> {
  return withDatabase(config, async (db) => {
    const plan = await db.transaction().execute(async (transaction) => {
      for (const way of ['seqscan', 'bitmapscan', 'sort'])
        await sql`set local ${sql.raw(`enable_${way}`)} = off`.execute(transaction)
      return sql`explain ${sql.raw(statement)}`.execute(transaction)
    })
    return JSON.stringify(plan.rows)
  })
}

onServer(POSTGRESQL, 'the indexes of the inbox', (open, config) => {
  test.each([
    ['due', `applied_at is null and next_attempt_at <= now() order by next_attempt_at, eventid limit 8`],
    ['waiting', `applied_at is null and objectid in ('acct_1', 'acct_2')`],
    ['applied', `applied_at < now() order by applied_at limit 100`],
    ['dead', `dead_at is not null order by dead_at desc, eventid desc limit 10`],
  ])('find what is %s, and hold nothing else', async (name, rows) => {
    await open()
    const plan = await planOf(
      await config(),
      `select 1 from connect_inbox where appid = 'market' and ${rows}`,
    )
    expect(plan).toContain(`connect_inbox_${name}`)
    expect(plan).not.toContain('Sort')
  })
})

onServer(POSTGRESQL, 'an event in the inbox', (open, config) => {
  test('is compressed by the quickest method that the server has', async () => {
    const inbox = inboxStore(await open())
    const event = stripeEvent('account.updated', 'acct_1', { id: 'acct_1', note: 'long '.repeat(2000) })
    await keepIn(inbox, event, AT)
    const methods = await withDatabase(await config(), async (db) => {
      const { rows } = await sql<{ method: string }>`
        select pg_column_compression(payload) as method from connect_inbox where eventid = ${event.id}
      `.execute(db)
      return rows
    })
    expect(methods).toEqual([{ method: 'lz4' }])
  })
})

eachStorage(
  'the migration of the inbox’s indexes',
  (open, config) => {
    test('keeps what came before it', async () => {
      await migrateTo(await config(), '006-dead-letters')
      const older = await open({ migrate: false })
      await keepIn(inboxStore(older), stripeEvent('account.updated', 'acct_1', { id: 'acct_1' }), AT)
      const inbox = inboxStore(await open())
      expect(await inbox.figures()).toMatchObject({ waiting: 1 })
      expect(await inbox.claim(1, AT, AT)).toMatchObject([{ key: 'acct_1' }])
    })
  },
  { fresh: true },
)
