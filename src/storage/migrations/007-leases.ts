/**
 * Which worker holds which key of which queue. Instances of the previous version use `connect_inbox.lease_until` instead, which
 * this version does not read: both may fetch the same object at once during the rollout, which tickets make harmless.
 *
 * @module
 */
import type { Migration } from 'kysely'
import type { DialectTraits } from '../database.ts'

const ID = 'varchar(255)'

export function leases({ columns }: DialectTraits): Migration {
  return {
    async up(db) {
      await db.schema
        .createTable('connect_leases')
        .addColumn('appid', ID, (column) => column.notNull())
        .addColumn('queue', 'varchar(64)', (column) => column.notNull())
        .addColumn('name', ID, (column) => column.notNull())
        .addColumn('holder', 'varchar(36)', (column) => column.notNull())
        .addColumn('held_until', columns.time, (column) => column.notNull())
        .addPrimaryKeyConstraint('connect_leases_key', ['appid', 'queue', 'name'])
        .execute()
    },
  }
}
