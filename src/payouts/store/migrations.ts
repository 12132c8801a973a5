import { type Kysely, sql } from 'kysely'
import { arrivals } from '../../storage/arrival.ts'
import type { DialectTraits } from '../../storage/database.ts'
import type { Migrations } from '../../storage/migrations/index.ts'

const TABLE = 'connect_payouts'
const DAYS = 'connect_payout_days'

/** Failures from before are looked at no longer than this: older ones are long dealt with. */
const RECENT = 30 * 24 * 60 * 60 * 1000

export const payoutMigrations = {
  '012-payouts-arrival': (traits) =>
    arrivals(traits, [
      {
        table: TABLE,
        indexes: [
          ['appid', 'created_at', 'payoutid'],
          ['appid', 'accountid', 'created_at'],
          ['appid', 'status', 'created_at'],
          ['stripeid', 'created_at'],
        ],
      },
    ]),

  '018-payouts-failures': (traits) => ({
    async up(db) {
      for (const column of ['arrives_at', 'open_since', 'dealt_at'] as const)
        await db.schema.alterTable(TABLE).addColumn(column, traits.columns.time).execute()
      await db.schema.alterTable(TABLE).addColumn('dealt_by', 'varchar(255)').execute()
      await fillArrival(db, traits)
      await openFailures(db)
      for (const columns of [
        ['appid', 'currency', 'created_at', 'arrived'],
        ['appid', 'arrives_at', 'payoutid'],
        ['appid', 'open_since'],
      ])
        await db.schema
          .createIndex(`${TABLE}_${columns.join('_')}`)
          .on(TABLE)
          .columns(columns)
          .execute()
      await db.schema
        .createTable(DAYS)
        .addColumn('appid', 'varchar(255)', (column) => column.notNull())
        .addColumn('day', 'varchar(10)', (column) => column.notNull())
        .addColumn('currency', 'varchar(64)', (column) => column.notNull())
        .addColumn('status', 'varchar(64)', (column) => column.notNull())
        .addColumn('slot', 'integer', (column) => column.notNull())
        .addColumn('payouts', 'bigint', (column) => column.notNull())
        .addColumn('amount', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint(`${DAYS}_key`, ['appid', 'day', 'currency', 'status', 'slot'] as never)
        .execute()
    },
  }),
} as const satisfies Migrations

/** From Stripe's object, in seconds; a row without one keeps none. */
async function fillArrival(db: Kysely<unknown>, { dialect }: DialectTraits): Promise<void> {
  const seconds = {
    sqlite: sql`json_extract(stripe_object, '$.arrival_date')`,
    postgresql: sql`(stripe_object ->> 'arrival_date')::double precision`,
    mysql: sql`json_extract(stripe_object, '$.arrival_date')`,
  }[dialect]
  const time = {
    sqlite: sql`strftime('%Y-%m-%dT%H:%M:%fZ', ${seconds}, 'unixepoch')`,
    postgresql: sql`to_timestamp(${seconds})`,
    mysql: sql`date_add('1970-01-01 00:00:00', interval ${seconds} second)`,
  }[dialect]
  const isNumber = {
    sqlite: sql`json_type(stripe_object, '$.arrival_date') = 'integer'`,
    postgresql: sql`json_typeof(stripe_object -> 'arrival_date') = 'number'`,
    mysql: sql`json_type(json_extract(stripe_object, '$.arrival_date')) = 'INTEGER'`,
  }[dialect]
  await sql`update ${sql.table(TABLE)} set arrives_at = ${time} where ${isNumber}`.execute(db)
}

/** Failures that no payout of the same account and currency has made good. */
async function openFailures(db: Kysely<unknown>): Promise<void> {
  const since = new Date(Date.now() - RECENT)
  // MySQL reads the table that it updates only as a table made by a query.
  await sql`
    update ${sql.table(TABLE)} set open_since = created_at
    where status = 'failed' and created_at > ${since} and payoutid not in (
      select payoutid from (
        select failed.payoutid from ${sql.table(TABLE)} failed
        join ${sql.table(TABLE)} later on later.stripeid = failed.stripeid
        where failed.status = 'failed' and later.status = 'paid' and later.currency = failed.currency
          and later.created_at > failed.created_at
      ) paid_again
    )
  `.execute(db)
}
