/**
 * Gives users, settings, events and tickets to a tenant, and makes the tenant part of their keys. Sessions follow their user.
 *
 * Existing rows go to the tenant that runs this, except for events about another tenant's account. The column keeps a default, so
 * that instances of the previous version, which do not know it, can still insert users, sessions and events during the rollout.
 *
 * @module
 */
import { type Kysely, type Migration, type RawBuilder, sql } from 'kysely'
import type { DialectTraits } from '../database.ts'
import { tenantsOnSqlite } from './005-tenants-sqlite.ts'

/** The tables with a new primary key: the key within the tenant, and the indexes. */
const TABLES = [
  {
    table: 'connect_inbox',
    key: 'eventid',
    indexes: [
      ['applied_at', 'next_attempt_at'],
      ['objectid', 'applied_at'],
      ['stripeid', 'received_at'],
      ['received_at'],
      ['lease_until'],
    ],
  },
  { table: 'connect_settings', key: 'name', indexes: [] },
  { table: 'connect_tickets', key: 'objectid', indexes: [['taken_at']] },
]

const CHANGES = { sqlite: tenantsOnSqlite, postgresql: onPostgresql, mysql: onMysql }

/** @param appid the configured tenant */
export function tenants(traits: DialectTraits, appid: string): Migration {
  return {
    async up(db) {
      await CHANGES[traits.dialect](db, appid)
      await moveEvents(db)
      await copyStripeMode(db)
    },
  }
}

async function onPostgresql(db: Kysely<unknown>, appid: string): Promise<void> {
  const column = sql`add column appid varchar(255) not null default ${sql.lit(appid)}`
  await sql`
    alter table connect_users ${column}, drop constraint connect_users_email_key_key,
      add constraint connect_users_appid_email_key unique (appid, email_key)
  `.execute(db)
  for (const { table, key, indexes } of TABLES) {
    await sql`
      alter table ${sql.table(table)} ${column}, drop constraint ${sql.id(`${table}_pkey`)},
        add primary key (appid, ${sql.ref(key)})
    `.execute(db)
    for (const columns of indexes) {
      const now = ['appid', ...columns]
      await db.schema.dropIndex(indexName(table, columns)).execute()
      await db.schema.createIndex(indexName(table, now)).on(table).columns(now).execute()
    }
  }
}

/** Changes each table in one statement, which succeeds or fails as a whole: a migration may stop anywhere, and then runs again. */
async function onMysql(db: Kysely<unknown>, appid: string): Promise<void> {
  // As bytes, because a backslash in text may or may not be an escape.
  const value = sql.raw(`_utf8mb4 x'${Buffer.from(appid).toString('hex')}'`)
  const alter = async (table: string, ...changes: RawBuilder<unknown>[]) => {
    if (await hasTenants(db, table)) return
    const column = sql`add column appid varchar(255) not null default ${value}`
    await sql`alter table ${sql.table(table)} ${sql.join([column, ...changes])}`.execute(db)
  }
  await alter(
    'connect_users',
    sql`drop index email_key`,
    sql`add unique index connect_users_appid_email_key (appid, email_key)`,
  )
  for (const { table, key, indexes } of TABLES)
    await alter(
      table,
      sql`drop primary key`,
      sql`add primary key (appid, ${sql.ref(key)})`,
      ...indexes.flatMap((columns) => {
        const now = ['appid', ...columns]
        return [
          sql`drop index ${sql.id(indexName(table, columns))}`,
          sql`add index ${sql.id(indexName(table, now))} (${sql.join(now.map((name) => sql.ref(name)))})`,
        ]
      }),
    )
}

async function hasTenants(db: Kysely<unknown>, table: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from information_schema.columns
    where table_schema = database() and table_name = ${table} and column_name = 'appid'
  `.execute(db)
  return rows.length > 0
}

function indexName(table: string, columns: readonly string[]): string {
  return `${table}_${columns.join('_')}`
}

/** Gives an event to the tenant whose account it is about. The platform's own events name the account as their object. */
async function moveEvents(db: Kysely<unknown>): Promise<void> {
  const account = sql`
    connect_stripe_accounts where stripeid = coalesce(connect_inbox.stripeid, connect_inbox.objectid)
  `
  await sql`
    update connect_inbox set appid = (select appid from ${account})
    where exists (select 1 from ${account} and appid <> connect_inbox.appid)
  `.execute(db)
}

/** Each tenant keeps the Stripe mode in which its accounts were created. */
async function copyStripeMode(db: Kysely<unknown>): Promise<void> {
  await sql`
    insert into connect_settings (appid, name, value)
    select distinct accounts.appid, mode.name, mode.value
    from connect_stripe_accounts as accounts, connect_settings as mode
    where mode.name = 'stripe-mode' and not exists (
      select 1 from connect_settings as own where own.appid = accounts.appid and own.name = mode.name
    )
  `.execute(db)
}
