import { arrivals } from '../../storage/arrival.ts'
import type { Migrations } from '../../storage/migrations/index.ts'

const TABLE = 'connect_stripe_accounts'
const TAKEN_OVER = 'connect_taken_over'

export const accountMigrations = {
  '009-accounts-columns-rule': () => ({
    async up(db) {
      await db.schema
        .alterTable(TABLE)
        .addColumn('columns_rule', 'integer', (column) => column.notNull().defaultTo(0))
        .execute()
      await db.schema
        .createIndex(`${TABLE}_columns_rule`)
        .on(TABLE)
        .columns(['appid', 'columns_rule'])
        .execute()
    },
  }),
  '011-accounts-arrival': (traits) =>
    arrivals(traits, [
      {
        table: TABLE,
        indexes: [
          ['appid', 'accountid', 'created_at'],
          ['appid', 'created_at', 'stripeid'],
        ],
      },
      { table: 'connect_persons', indexes: [['stripeid', 'created_at']] },
    ]),

  '013-accounts-taken-over': ({ columns }) => ({
    async up(db) {
      await db.schema
        .createTable(TAKEN_OVER)
        .addColumn('appid', 'varchar(255)', (column) => column.notNull())
        .addColumn('objectid', 'varchar(255)', (column) => column.notNull())
        .addColumn('stripeid', 'varchar(255)', (column) => column.notNull())
        .addColumn('payload', columns.json, (column) => column.notNull())
        .addColumn('attempts', 'integer', (column) => column.notNull())
        .addColumn('next_attempt_at', columns.time, (column) => column.notNull())
        .addColumn('failing_since', columns.time)
        .addColumn('failure', columns.text)
        .addColumn('dead_at', columns.time)
        .addColumn('refreshed_at', columns.time)
        .addPrimaryKeyConstraint(`${TAKEN_OVER}_key`, ['appid', 'objectid'])
        .execute()
      for (const columns of [
        ['appid', 'refreshed_at', 'next_attempt_at'],
        ['appid', 'stripeid'],
      ])
        await db.schema
          .createIndex(`${TAKEN_OVER}_${columns.join('_')}`)
          .on(TAKEN_OVER)
          .columns(columns)
          .execute()
    },
  }),

  '014-accounts-approved': ({ columns }) => ({
    async up(db) {
      await db.schema.alterTable(TABLE).addColumn('approved_at', columns.time).execute()
      // Nobody noted when. Stripe approves most accounts within minutes after they are submitted.
      await db
        .updateTable(TABLE)
        .set((eb) => ({ approved_at: eb.fn.coalesce('submitted_at', 'created_at') }))
        .where('status', 'in', ['active', 'information-due'])
        .execute()
      await db.schema
        .createIndex(`${TABLE}_approved_at`)
        .on(TABLE)
        .columns(['appid', 'approved_at'])
        .execute()
    },
  }),
} as const satisfies Migrations
