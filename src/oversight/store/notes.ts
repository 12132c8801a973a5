import { keepAccount } from '../../accounts/store/keep-account.ts'
import type { AccountTables } from '../../accounts/store/tables.ts'
import { asDate } from '../../storage/columns.ts'
import { withTables } from '../../storage/database.ts'
import { defineStore } from '../../storage/define-store.ts'
import type { Migrations } from '../../storage/migrations/index.ts'
import { type PageOfRows, paged } from '../../storage/paging.ts'
import type { OfTenant, Time } from '../../storage/tables.ts'

/** What an administrator noted about an account, for administrators only. It goes with the account. */
interface NoteRow {
  noteid: string
  stripeid: string
  /** The administrator's id. */
  accountid: string
  text: string
  notedAt: Date
}

export interface Notes {
  /** @returns false when the account is gone */
  insert(note: Omit<NoteRow, 'notedAt'>): Promise<boolean>
  /** Newest first. */
  ofAccount(stripeid: string, page: PageOfRows): Promise<NoteRow[]>
  delete(note: Pick<NoteRow, 'noteid' | 'stripeid' | 'accountid'>): Promise<void>
}

interface NotesTable extends OfTenant {
  noteid: string
  stripeid: string
  accountid: string
  text: string
  noted_at: Time
}

type NoteTables = AccountTables & { connect_notes: NotesTable }

const TABLE = 'connect_notes'
const ID = 'varchar(255)'

export const noteMigrations = {
  '019-oversight-notes': ({ columns }) => ({
    async up(db) {
      await db.schema
        .createTable(TABLE)
        .addColumn('noteid', ID, (column) => column.primaryKey())
        .addColumn('appid', ID, (column) => column.notNull())
        .addColumn('stripeid', ID, (column) => column.notNull())
        .addColumn('accountid', ID, (column) => column.notNull())
        .addColumn('text', columns.text, (column) => column.notNull())
        .addColumn('noted_at', columns.time, (column) => column.notNull())
        .addForeignKeyConstraint(
          `${TABLE}_account`,
          ['stripeid'],
          'connect_stripe_accounts',
          ['stripeid'],
          (constraint) => constraint.onDelete('cascade'),
        )
        .execute()
      await db.schema
        .createIndex(`${TABLE}_stripeid_noted_at`)
        .on(TABLE)
        .columns(['stripeid', 'noted_at'])
        .execute()
    },
  }),
} as const satisfies Migrations

export const noteStore = defineStore((database): Notes => {
  const { appid, now, read, change } = withTables<NoteTables>(database)
  return {
    insert: (note) =>
      change(async (transaction, wrote) => {
        if (!(await keepAccount(transaction, database, note.stripeid))) return false
        await transaction
          .insertInto(TABLE)
          .values({ ...note, appid, noted_at: now() })
          .execute()
        wrote(note)
        return true
      }),

    async ofAccount(stripeid, page) {
      const rows = await read((db) =>
        db
          .selectFrom(TABLE)
          .selectAll()
          .where('appid', '=', appid)
          .where('stripeid', '=', stripeid)
          .orderBy('noted_at', 'desc')
          .orderBy('noteid', 'desc')
          .$call((query) => paged(query, page))
          .execute(),
      )
      return rows.map(({ appid: _appid, noted_at, ...row }) => ({ ...row, notedAt: asDate(noted_at) }))
    },

    delete: ({ noteid, stripeid, accountid }) =>
      change(async (transaction, wrote) => {
        await transaction
          .deleteFrom(TABLE)
          .where('appid', '=', appid)
          .where('stripeid', '=', stripeid)
          .where('noteid', '=', noteid)
          .execute()
        wrote({ accountid })
      }),
  }
})
