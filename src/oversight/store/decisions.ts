import type { Selectable } from 'kysely'
import { asDate } from '../../storage/columns.ts'
import { withTables } from '../../storage/database.ts'
import { defineStore } from '../../storage/define-store.ts'
import { type PageOfRows, paged } from '../../storage/paging.ts'
import type { Flag, OfTenant, Time } from '../../storage/tables.ts'

/** An administrator's decision about an account, kept after the account is deleted. */
export interface DecisionRow {
  decisionid: string
  appid: string
  stripeid: string
  /** The account's name at the time of the decision, or its id if it has no name. */
  name: string
  /** The administrator's id. */
  accountid: string
  action: 'reject' | 'delete'
  /** The reason for a rejection, as posted. */
  reason: string | undefined
  /** Deleted without the application server's answer, because it could not be asked. */
  override: boolean
  /** Whether it was carried out, as far as is known: Stripe may have refused it, or not answered. */
  done: boolean
  decidedAt: Date
}

export interface Decisions {
  /** Before it is carried out. */
  insert(decision: Omit<DecisionRow, 'appid' | 'decidedAt' | 'done'>): Promise<void>
  carriedOut(decision: Pick<DecisionRow, 'decisionid' | 'action' | 'accountid'>): Promise<void>
  /** Newest first. */
  list(search: { stripeid?: string }, page: PageOfRows): Promise<DecisionRow[]>
}

interface DecisionsTable extends OfTenant {
  decisionid: string
  stripeid: string
  name: string
  accountid: string
  /** With `TRIED` until it is carried out. */
  action: string
  reason: string | null
  override: Flag
  decided_at: Time
}

interface DecisionTables {
  connect_decisions: DecisionsTable
}

const TABLE = 'connect_decisions'

/** Ends the action of a decision that is not known to be carried out. Earlier versions never wrote it. */
const TRIED = '-tried'

export const decisionStore = defineStore((database): Decisions => {
  const { appid, now, read, change } = withTables<DecisionTables>(database)
  return {
    insert: ({ reason, action, ...decision }) =>
      change(async (transaction, wrote) => {
        await transaction
          .insertInto(TABLE)
          .values({
            ...decision,
            appid,
            action: `${action}${TRIED}`,
            reason: reason ?? null,
            decided_at: now(),
          })
          .execute()
        wrote(decision)
      }),

    carriedOut: ({ decisionid, action, accountid }) =>
      change(async (transaction, wrote) => {
        await transaction
          .updateTable(TABLE)
          .set({ action })
          .where('appid', '=', appid)
          .where('decisionid', '=', decisionid)
          .execute()
        wrote({ accountid })
      }),

    async list({ stripeid }, page) {
      const rows = await read((db) =>
        db
          .selectFrom(TABLE)
          .selectAll()
          .where('appid', '=', appid)
          .$if(stripeid !== undefined, (query) => query.where('stripeid', '=', stripeid ?? ''))
          .orderBy('decided_at', 'desc')
          .orderBy('decisionid', 'desc')
          .$call((query) => paged(query, page))
          .execute(),
      )
      return rows.map(toRow)
    },
  }
})

function toRow({ action, reason, override, decided_at, ...row }: Selectable<DecisionsTable>): DecisionRow {
  return {
    ...row,
    action: action.startsWith('reject') ? 'reject' : 'delete',
    done: !action.endsWith(TRIED),
    reason: reason ?? undefined,
    override: Boolean(override),
    decidedAt: asDate(decided_at),
  }
}
