import { arrivals } from '../../storage/arrival.ts'
import type { Migrations } from '../../storage/migrations/index.ts'

const TABLE = 'connect_stripe_accounts'

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
} as const satisfies Migrations
