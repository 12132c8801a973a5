import type { AccountTables } from '../accounts/store/tables.ts'
import { asDate, asOptionalDate } from '../storage/columns.ts'
import { withTables } from '../storage/database.ts'
import { defineStore } from '../storage/define-store.ts'
import type { Migrations } from '../storage/migrations/index.ts'
import type { Owner } from '../storage/owner.ts'
import type { OfTenant, Time } from '../storage/tables.ts'
import { insertOrUpdate } from '../storage/write.ts'

/** Somebody of a company who was asked to fill in their own part. A person has one invitation at a time. */
export interface Invitation {
  personid: string
  stripeid: string
  /** Who it is for, in the seller's words. */
  invitee: string
  /** Of the secret in the link. */
  digest: string
  endsAt: Date
  /** When the link was used; undefined while it was not. */
  usedAt: Date | undefined
  /** When the person last filled in their part, with this link or one before. */
  filledAt: Date | undefined
}

type New = Pick<Invitation, 'personid' | 'stripeid' | 'invitee' | 'digest' | 'endsAt'>

/** The rows go with the person. */
export interface Invitations {
  /** Makes an invitation for somebody whose row is here. It replaces the one before. */
  make(owner: Owner, invitation: New): Promise<void>
  find(personid: string): Promise<Invitation | undefined>
  ofAccount(stripeid: string): Promise<Invitation[]>
  /**
   * Uses a link, for one of any number of requests at any instance.
   *
   * @returns false when it was used or replaced meanwhile
   */
  use(owner: Owner, invitation: Invitation): Promise<boolean>
  /** Makes a link good again that was used for nothing, unless there is a newer one. */
  giveBack(owner: Owner, invitation: Invitation): Promise<void>
}

interface InvitationsTable extends OfTenant {
  personid: string
  stripeid: string
  invitee: string
  digest: string
  ends_at: Time
  used_at: Time | null
  filled_at: Time | null
}

type InvitationTables = AccountTables & { connect_invitations: InvitationsTable }

const TABLE = 'connect_invitations'
const ID = 'varchar(255)'

export const invitationMigrations = {
  '022-registration-invitations': ({ columns }) => ({
    async up(db) {
      await db.schema
        .createTable(TABLE)
        .addColumn('personid', ID, (column) => column.primaryKey())
        .addColumn('appid', ID, (column) => column.notNull())
        .addColumn('stripeid', ID, (column) => column.notNull())
        .addColumn('invitee', ID, (column) => column.notNull())
        .addColumn('digest', 'varchar(64)', (column) => column.notNull())
        .addColumn('ends_at', columns.time, (column) => column.notNull())
        .addColumn('used_at', columns.time)
        .addColumn('filled_at', columns.time)
        .addForeignKeyConstraint(
          `${TABLE}_person`,
          ['personid'],
          'connect_persons',
          ['personid'],
          (constraint) => constraint.onDelete('cascade'),
        )
        .execute()
      await db.schema.createIndex(`${TABLE}_stripeid`).on(TABLE).column('stripeid').execute()
    },
  }),
} as const satisfies Migrations

export const invitationStore = defineStore((database): Invitations => {
  const { appid, db, now, read, change } = withTables<InvitationTables>(database)

  return {
    make: (owner, { endsAt, ...invitation }) =>
      change(async (transaction, wrote) => {
        const known = await transaction
          .selectFrom('connect_persons')
          .select('personid')
          .where('appid', '=', appid)
          .where('personid', '=', invitation.personid)
          .executeTakeFirst()
        if (!known) return
        const changes = { ...invitation, ends_at: endsAt, used_at: null }
        await insertOrUpdate(
          transaction,
          TABLE,
          ['personid'],
          { ...changes, appid, filled_at: null },
          changes,
        )
        wrote(owner)
      }),

    // Whether a link is good must not wait for a replica.
    async find(personid) {
      const row = await db
        .selectFrom(TABLE)
        .selectAll()
        .where('appid', '=', appid)
        .where('personid', '=', personid)
        .executeTakeFirst()
      return row && toInvitation(row)
    },

    async ofAccount(stripeid) {
      const rows = await read((replica) =>
        replica
          .selectFrom(TABLE)
          .selectAll()
          .where('appid', '=', appid)
          .where('stripeid', '=', stripeid)
          .execute(),
      )
      return rows.map(toInvitation)
    },

    use: (owner, { personid, digest }) =>
      change(async (transaction, wrote) => {
        const at = now()
        const { numUpdatedRows } = await transaction
          .updateTable(TABLE)
          .set({ used_at: at, filled_at: at })
          .where('appid', '=', appid)
          .where('personid', '=', personid)
          .where('digest', '=', digest)
          .where('used_at', 'is', null)
          .executeTakeFirst()
        wrote(owner)
        return numUpdatedRows > 0n
      }),

    giveBack: (owner, { personid, digest, filledAt }) =>
      change(async (transaction, wrote) => {
        await transaction
          .updateTable(TABLE)
          .set({ used_at: null, filled_at: filledAt ?? null })
          .where('appid', '=', appid)
          .where('personid', '=', personid)
          .where('digest', '=', digest)
          .execute()
        wrote(owner)
      }),
  }
})

interface InvitationRow extends Pick<Invitation, 'personid' | 'stripeid' | 'invitee' | 'digest'> {
  ends_at: Date | string
  used_at: Date | string | null
  filled_at: Date | string | null
}

function toInvitation({ personid, stripeid, invitee, digest, ...row }: InvitationRow): Invitation {
  return {
    ...{ personid, stripeid, invitee, digest },
    endsAt: asDate(row.ends_at),
    usedAt: asOptionalDate(row.used_at),
    filledAt: asOptionalDate(row.filled_at),
  }
}
