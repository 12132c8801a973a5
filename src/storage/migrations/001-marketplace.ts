/**
 * Accounts with their persons and payouts, events from Stripe, header values, and the standalone host's users. Keys are
 * `varchar`, because not every database can index text of any length.
 *
 * @module
 */
import type { CreateTableBuilder, Kysely, Migration } from 'kysely'
import type { DialectTraits } from '../database.ts'

const ID = 'varchar(255)'

export function marketplace(traits: DialectTraits): Migration {
  return {
    async up(db) {
      await traits.makeLocks(db)
      await stripeObjects(db, traits)
      await inbox(db, traits)
      await headerValues(db, traits)
      await people(db, traits)
      await db.schema
        .createTable('connect_settings')
        .addColumn('name', ID, (column) => column.primaryKey())
        .addColumn('value', traits.columns.text, (column) => column.notNull())
        .execute()
    },
  }
}

async function stripeObjects(db: Kysely<unknown>, { columns }: DialectTraits): Promise<void> {
  const owned = (table: CreateTableBuilder<string, string>) =>
    table
      .addColumn('accountid', ID, (column) => column.notNull())
      .addColumn('appid', ID, (column) => column.notNull())
      .addColumn('stripe_object', columns.json, (column) => column.notNull())
      .addColumn('created_at', columns.time, (column) => column.notNull())
      .addColumn('updated_at', columns.time, (column) => column.notNull())
  // A constraint of the table, because MySQL silently ignores one of a column.
  const ofAccount = (key: string) => (table: CreateTableBuilder<string, string>) =>
    table
      .addColumn('stripeid', ID, (column) => column.notNull())
      .addForeignKeyConstraint(key, ['stripeid'], 'connect_stripe_accounts', ['stripeid'], (constraint) =>
        constraint.onDelete('cascade'),
      )

  await db.schema
    .createTable('connect_tickets')
    .addColumn('objectid', ID, (column) => column.primaryKey())
    .addColumn('issued', 'bigint', (column) => column.notNull())
    .addColumn('recorded', 'bigint', (column) => column.notNull())
    .execute()

  await db.schema
    .createTable('connect_stripe_accounts')
    .addColumn('stripeid', ID, (column) => column.primaryKey())
    .$call(owned)
    .addColumn('status', ID, (column) => column.notNull())
    .addColumn('country', ID)
    .addColumn('sort_name', ID)
    .addColumn('search_text', columns.text, (column) => column.notNull())
    .addColumn('deadline', columns.time)
    .addColumn('submitted_at', columns.time)
    .execute()
  await index(db, 'connect_stripe_accounts', ['appid', 'accountid', 'created_at'])
  for (const column of ['created_at', 'status', 'country', 'sort_name', 'deadline'])
    await index(db, 'connect_stripe_accounts', ['appid', column, 'stripeid'])

  await db.schema
    .createTable('connect_persons')
    .addColumn('personid', ID, (column) => column.primaryKey())
    .$call(ofAccount('connect_persons_account'))
    .$call(owned)
    .execute()
  await index(db, 'connect_persons', ['stripeid', 'created_at'])

  await db.schema
    .createTable('connect_payouts')
    .addColumn('payoutid', ID, (column) => column.primaryKey())
    .$call(ofAccount('connect_payouts_account'))
    .$call(owned)
    .addColumn('status', ID, (column) => column.notNull())
    .addColumn('currency', ID, (column) => column.notNull())
    .addColumn('amount', 'bigint', (column) => column.notNull())
    .execute()
  await index(db, 'connect_payouts', ['appid', 'created_at', 'payoutid'])
  for (const column of ['accountid', 'status'])
    await index(db, 'connect_payouts', ['appid', column, 'created_at'])
  await index(db, 'connect_payouts', ['stripeid', 'created_at'])
}

async function inbox(db: Kysely<unknown>, { columns }: DialectTraits): Promise<void> {
  await db.schema
    .createTable('connect_inbox')
    .addColumn('eventid', ID, (column) => column.primaryKey())
    .addColumn('type', ID, (column) => column.notNull())
    .addColumn('stripeid', ID)
    .addColumn('objectid', ID, (column) => column.notNull())
    .addColumn('payload', columns.json, (column) => column.notNull())
    .addColumn('received_at', columns.time, (column) => column.notNull())
    .addColumn('applied_at', columns.time)
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('next_attempt_at', columns.time, (column) => column.notNull())
    .addColumn('failure', columns.text)
    .addColumn('lease_until', columns.time)
    .execute()
  await index(db, 'connect_inbox', ['applied_at', 'next_attempt_at'])
  await index(db, 'connect_inbox', ['objectid', 'applied_at'])
  await index(db, 'connect_inbox', ['stripeid', 'received_at'])
  await index(db, 'connect_inbox', ['received_at'])
  await index(db, 'connect_inbox', ['lease_until'])
}

async function headerValues(db: Kysely<unknown>, { columns }: DialectTraits): Promise<void> {
  await db.schema
    .createTable('connect_header_values')
    .addColumn('appid', ID, (column) => column.notNull())
    .addColumn('accountid', ID, (column) => column.notNull())
    .addColumn('value', columns.text, (column) => column.notNull())
    .addPrimaryKeyConstraint('connect_header_values_key', ['appid', 'accountid'])
    .execute()
}

async function people(db: Kysely<unknown>, { columns }: DialectTraits): Promise<void> {
  await db.schema
    .createTable('connect_users')
    .addColumn('accountid', ID, (column) => column.primaryKey())
    .addColumn('email', columns.text, (column) => column.notNull())
    .addColumn('email_key', 'varchar(320)', (column) => column.notNull().unique())
    .addColumn('full_name', columns.text, (column) => column.notNull())
    .addColumn('password_hash', columns.text, (column) => column.notNull())
    .addColumn('administrator', 'boolean', (column) => column.notNull())
    .addColumn('created_at', columns.time, (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('connect_sessions')
    .addColumn('sessionid', ID, (column) => column.primaryKey())
    .addColumn('accountid', ID, (column) => column.notNull())
    .addForeignKeyConstraint(
      'connect_sessions_person',
      ['accountid'],
      'connect_users',
      ['accountid'],
      (constraint) => constraint.onDelete('cascade'),
    )
    .addColumn('token_hash', columns.text, (column) => column.notNull())
    .addColumn('csrf_token', columns.text, (column) => column.notNull())
    .addColumn('created_at', columns.time, (column) => column.notNull())
    .addColumn('expires_at', columns.time, (column) => column.notNull())
    .execute()
  await index(db, 'connect_sessions', ['accountid'])
  await index(db, 'connect_sessions', ['expires_at'])
}

async function index(db: Kysely<unknown>, table: string, columns: string[]): Promise<void> {
  await db.schema
    .createIndex(`${table}_${columns.join('_')}`)
    .on(table)
    .columns(columns)
    .execute()
}
