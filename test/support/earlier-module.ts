/**
 * The tables of the earlier module, as Sequelize 6 made them for it on each database, and rows as it wrote them.
 *
 * @module
 */
import { type Kysely, sql } from 'kysely'
import type { StorageConfig } from '../../src/config/config.ts'
import { type Row, rowsOf, withDatabase } from './raw-database.ts'

type Dialect = StorageConfig['dialect']

/** Its column types. MySQL keeps no microseconds in the column that Sequelize adds itself. */
const TYPES: Readonly<Record<Dialect, { date: string; flag: string; updated: string; end: string }>> = {
  sqlite: { date: 'DATETIME', flag: 'TINYINT(1)', updated: 'DATETIME', end: '' },
  postgresql: {
    date: 'TIMESTAMP WITH TIME ZONE',
    flag: 'BOOLEAN',
    updated: 'TIMESTAMP WITH TIME ZONE',
    end: '',
  },
  // With letters that are the same whatever their case.
  mysql: {
    date: 'DATETIME(6)',
    flag: 'TINYINT(1)',
    updated: 'DATETIME',
    end: ' ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci',
  },
}

const COLUMNS = {
  stripeAccounts: [
    ...['stripeid VARCHAR(64) PRIMARY KEY', 'accountid VARCHAR(64)', 'tokenUpdate date', 'stripeObject TEXT'],
    ...['requiresOwners flag', 'requiresDirectors flag', 'requiresExecutives flag', 'submittedAt date'],
  ],
  people: [
    ...['personid VARCHAR(64) PRIMARY KEY', 'accountid VARCHAR(64)', 'stripeid TEXT', 'tokenUpdate date'],
    'stripeObject TEXT',
  ],
  payouts: [
    ...['payoutid VARCHAR(64) PRIMARY KEY', 'stripeObject TEXT', 'accountid VARCHAR(64)', 'stripeid TEXT'],
  ],
}

export type EarlierTableName = keyof typeof COLUMNS
const EARLIER_NAMES = ['stripeAccounts', 'people', 'payouts'] as const satisfies EarlierTableName[]

export interface EarlierSeller {
  stripeid: string
  accountid: string | null
  appid: string
  /** An object is written as JSON, as the earlier module did. */
  stripeObject: object | string | null
  submittedAt?: Date
  createdAt: Date
}

export type EarlierBelonging = EarlierSeller & ({ personid: string } | { payoutid: string })

export async function makeEarlierTables(
  config: StorageConfig,
  names: readonly EarlierTableName[] = EARLIER_NAMES,
): Promise<void> {
  const { date, flag, updated, end } = TYPES[config.dialect]
  const quote = (name: string) => (config.dialect === 'mysql' ? `\`${name}\`` : `"${name}"`)
  await withDatabase(config, async (db) => {
    for (const table of names) {
      const columns = [
        ...COLUMNS[table],
        "appid VARCHAR(255) DEFAULT 'market'",
        'createdAt date NOT NULL',
        'updatedAt updated NOT NULL',
      ].map((column) => {
        const [name = '', ...type] = column.split(' ')
        const words = type.map((word) => ({ date, flag, updated })[word] ?? word)
        return `${quote(name)} ${words.join(' ')}`
      })
      await sql.raw(`CREATE TABLE IF NOT EXISTS ${quote(table)} (${columns.join(', ')})${end}`).execute(db)
    }
  })
}

export async function insertEarlier(
  config: StorageConfig,
  table: EarlierTableName,
  rows: readonly (EarlierSeller | EarlierBelonging)[],
): Promise<void> {
  // As Sequelize writes dates into SQLite.
  const written = (date: Date) =>
    config.dialect === 'sqlite' ? date.toISOString().replace('T', ' ').replace('Z', ' +00:00') : date
  const insert = async (db: Kysely<unknown>) => {
    for (const { stripeObject, submittedAt, createdAt, ...row } of rows) {
      const values: Row = {
        ...row,
        stripeObject:
          typeof stripeObject === 'object' && stripeObject !== null
            ? JSON.stringify(stripeObject)
            : stripeObject,
        ...(submittedAt && { submittedAt: written(submittedAt) }),
        createdAt: written(createdAt),
        updatedAt: written(createdAt),
      }
      await sql`
        insert into ${sql.table(table)} (${sql.join(Object.keys(values).map((name) => sql.ref(name)))})
        values (${sql.join(Object.values(values))})
      `.execute(db)
    }
  }
  await withDatabase(config, (db) => db.transaction().execute(insert))
}

/** Everything in the tables. */
export async function earlierRows(config: StorageConfig): Promise<[EarlierTableName, Row[]][]> {
  return withDatabase(config, async (db) => {
    const all: [EarlierTableName, Row[]][] = []
    for (const table of EARLIER_NAMES) all.push([table, await rowsOf(db, table)])
    return all
  })
}
