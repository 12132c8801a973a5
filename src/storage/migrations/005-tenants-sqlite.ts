import { type CreateTableBuilder, type Kysely, sql } from 'kysely'

const ID = 'varchar(255)'

type Table = CreateTableBuilder<string, string>

/**
 * SQLite cannot change a primary key, so each table is made anew, within the migration's transaction. Dropping a table deletes its
 * rows and, by cascade, those that refer to them. Sessions are therefore copied to refer to the new table of users first.
 */
export async function tenantsOnSqlite(db: Kysely<unknown>, appid: string): Promise<void> {
  const required = (table: Table, ...names: string[]) =>
    names.reduce((made, name) => made.addColumn(name, 'text', (column) => column.notNull()), table)
  const ofTenant = (table: Table) =>
    table.addColumn('appid', ID, (column) => column.notNull().defaultTo(appid))

  await copy(db, 'connect_users', (table) =>
    table
      .addColumn('accountid', ID, (column) => column.primaryKey())
      .$call(ofTenant)
      .addColumn('email_key', 'varchar(320)', (column) => column.notNull())
      .addColumn('administrator', 'boolean', (column) => column.notNull())
      .$call((table) => required(table, 'email', 'full_name', 'password_hash', 'created_at'))
      .addUniqueConstraint('connect_users_appid_email_key', ['appid', 'email_key']),
  )
  await copy(db, 'connect_sessions', (table) =>
    table
      .addColumn('sessionid', ID, (column) => column.primaryKey())
      .addColumn('accountid', ID, (column) => column.notNull())
      .$call((table) => required(table, 'token_hash', 'csrf_token', 'created_at', 'expires_at'))
      .addForeignKeyConstraint(
        'connect_sessions_person',
        ['accountid'],
        'connect_users_new',
        ['accountid'],
        (constraint) => constraint.onDelete('cascade'),
      ),
  )
  await replace(db, 'connect_sessions', ['accountid'], ['expires_at'])
  await replace(db, 'connect_users')

  await copy(db, 'connect_settings', (table) =>
    table
      .$call(ofTenant)
      .addColumn('name', ID, (column) => column.notNull())
      .$call((table) => required(table, 'value'))
      .addPrimaryKeyConstraint('connect_settings_key', ['appid', 'name']),
  )
  await replace(db, 'connect_settings')

  await copy(db, 'connect_tickets', (table) =>
    table
      .$call(ofTenant)
      .addColumn('objectid', ID, (column) => column.notNull())
      .addColumn('issued', 'bigint', (column) => column.notNull())
      .addColumn('recorded', 'bigint', (column) => column.notNull())
      .addColumn('taken_at', 'text')
      .addPrimaryKeyConstraint('connect_tickets_key', ['appid', 'objectid']),
  )
  await replace(db, 'connect_tickets', ['appid', 'taken_at'])

  await copy(db, 'connect_inbox', (table) =>
    table
      .$call(ofTenant)
      .addColumn('eventid', ID, (column) => column.notNull())
      .addColumn('type', ID, (column) => column.notNull())
      .addColumn('stripeid', ID)
      .addColumn('objectid', ID, (column) => column.notNull())
      .$call((table) => required(table, 'payload', 'received_at', 'next_attempt_at'))
      .addColumn('applied_at', 'text')
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('failure', 'text')
      .addColumn('lease_until', 'text')
      .addPrimaryKeyConstraint('connect_inbox_key', ['appid', 'eventid']),
  )
  await replace(
    db,
    'connect_inbox',
    ['appid', 'applied_at', 'next_attempt_at'],
    ['appid', 'objectid', 'applied_at'],
    ['appid', 'stripeid', 'received_at'],
    ['appid', 'received_at'],
    ['appid', 'lease_until'],
  )
}

/** Creates `<name>_new` with all rows of the table. */
async function copy(db: Kysely<unknown>, name: string, define: (table: Table) => Table): Promise<void> {
  await define(db.schema.createTable(`${name}_new`)).execute()
  const { rows } = await sql<{ name: string }>`select name from pragma_table_info(${name})`.execute(db)
  const columns = sql.join(rows.map((column) => sql.ref(column.name)))
  await sql`
    insert into ${sql.table(`${name}_new`)} (${columns}) select ${columns} from ${sql.table(name)}
  `.execute(db)
}

/** References to `<name>_new` follow its renaming. */
async function replace(db: Kysely<unknown>, name: string, ...indexes: string[][]): Promise<void> {
  await db.schema.dropTable(name).execute()
  await db.schema.alterTable(`${name}_new`).renameTo(name).execute()
  for (const columns of indexes)
    await db.schema
      .createIndex(`${name}_${columns.join('_')}`)
      .on(name)
      .columns(columns)
      .execute()
}
