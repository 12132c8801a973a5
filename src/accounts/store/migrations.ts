import { type Kysely, sql } from 'kysely'
import { arrivals } from '../../storage/arrival.ts'
import type { Migrations } from '../../storage/migrations/index.ts'
import { TRIGRAMS } from './account-text.ts'

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

  '016-accounts-numbers': () => ({
    async up(db) {
      const table = (name: string, keys: readonly string[], numbers: readonly string[]) => {
        const key = ['appid', ...keys, 'slot']
        let made = db.schema.createTable(name).addColumn('appid', 'varchar(255)', (of) => of.notNull())
        for (const word of keys) made = made.addColumn(word, 'varchar(64)', (of) => of.notNull())
        made = made.addColumn('slot', 'integer', (of) => of.notNull())
        for (const number of numbers) made = made.addColumn(number, 'bigint', (of) => of.notNull())
        return made.addPrimaryKeyConstraint(`${name}_key`, key as never).execute()
      }
      await table('connect_account_numbers', ['status', 'country'], ['accounts'])
      await table('connect_account_days', ['day'], ['registered', 'approved'])
    },
  }),

  '017-accounts-words': (traits) => ({
    async up(db) {
      await db.schema
        .createTable('connect_account_words')
        .addColumn('appid', 'varchar(255)', (column) => column.notNull())
        .addColumn('stripeid', 'varchar(255)', (column) => column.notNull())
        .addColumn('word', traits.dialect === 'postgresql' ? BYTEWISE : 'varchar(64)', (column) =>
          column.notNull(),
        )
        .addPrimaryKeyConstraint('connect_account_words_key', ['appid', 'stripeid', 'word'])
        .addForeignKeyConstraint(
          'connect_account_words_account',
          ['stripeid'],
          TABLE,
          ['stripeid'],
          (constraint) => constraint.onDelete('cascade'),
        )
        .execute()
      await db.schema
        .createIndex('connect_account_words_word')
        .on('connect_account_words')
        .columns(['appid', 'word', 'stripeid'])
        .execute()
      if (traits.dialect === 'postgresql') await indexTrigrams(db)
    },
  }),

  '021-accounts-people': ({ columns, dialect }) => ({
    async up(db) {
      for (const column of ['person_name', 'person_email'])
        await db.schema.alterTable(TABLE).addColumn(column, columns.text).execute()
      // Of the accounts with one status, those that come first by name or by deadline may be far apart among all.
      for (const sorted of ['sort_name', 'deadline'])
        await db.schema
          .createIndex(`${TABLE}_status_${sorted}`)
          .on(TABLE)
          // MySQL adds the primary key by itself, and allows no longer index.
          .columns(['appid', 'status', sorted, ...(dialect === 'mysql' ? [] : ['stripeid'])])
          .execute()
    },
  }),
} as const satisfies Migrations

/** Words that begin alike stand together only where text is compared by its bytes, as the other databases do anyway. */
const BYTEWISE = sql`varchar(64) collate "C"`

/** Does without where the extension is not installed or the role may not create it. */
async function indexTrigrams(db: Kysely<unknown>): Promise<void> {
  await sql`
    do $$ begin
      create extension if not exists pg_trgm;
    exception when others then
      null;
    end $$
  `.execute(db)
  const { rows } = await sql<{ schema: string }>`
    select nspname as schema from pg_extension join pg_namespace on pg_namespace.oid = extnamespace
    where extname = 'pg_trgm'
  `.execute(db)
  const [extension] = rows
  if (!extension) return
  const accounts = sql.table(TABLE)
  // More statistics, so that PostgreSQL tells a text that few accounts have from one that many have.
  await sql`alter table ${accounts} alter column search_text set statistics 1000`.execute(db)
  await sql`
    create index ${sql.id(TRIGRAMS)} on ${accounts}
    using gin (search_text ${sql.id(extension.schema, 'gin_trgm_ops')})
  `.execute(db)
}
