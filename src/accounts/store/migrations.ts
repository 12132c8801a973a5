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
} as const satisfies Migrations
