import { Kysely, sql } from 'kysely'
import { expect, test } from 'vitest'
import { inboxStore } from '../../src/events/store/inbox.ts'
import { serverOf } from '../../src/storage/database-server.ts'
import { deadLetters } from '../../src/storage/migrations/006-dead-letters.ts'
import { Patience } from '../../src/storage/patience.ts'
import { MARIADB } from '../support/database-servers.ts'
import { keepIn } from '../support/keep-event.ts'
import { onServer } from '../support/storage.ts'
import { stripeEvent } from '../support/stripe-objects.ts'

const PATIENCE = new Patience({ connect: 5000, statement: 30_000 })

onServer(
  MARIADB,
  'the migration that makes dead letters',
  (open, config) => {
    test('runs again where it was stopped before it was noted, and keeps what is there', async () => {
      const inbox = inboxStore(await open())
      await keepIn(inbox, stripeEvent('account.updated', 'acct_1', { id: 'acct_1' }), new Date())
      const place = await config()
      const server = await serverOf(place, () => {})
      const db = new Kysely<unknown>({ dialect: server.dialect(place, PATIENCE) })
      try {
        await deadLetters(server.traits).up(db)
        const { rows } =
          await sql`show index from connect_inbox where key_name = 'connect_inbox_dead_at'`.execute(db)
        expect(rows).toHaveLength(1)
      } finally {
        await db.destroy()
      }
      expect(await inbox.figures()).toMatchObject({ waiting: 1, dead: 0 })
    })
  },
  { fresh: true },
)
