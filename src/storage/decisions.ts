import type { Selectable } from 'kysely'
import { asDate } from './columns.ts'
import type { Database } from './database.ts'
import { paged } from './paging.ts'
import type { DecisionRow, Decisions } from './storage.ts'
import type { DecisionsTable } from './tables.ts'

const TABLE = 'connect_decisions'

export function decisions({ now, read, change }: Database): Decisions {
  return {
    insert: ({ reason, ...decision }) =>
      change(async (transaction, wrote) => {
        await transaction
          .insertInto(TABLE)
          .values({ ...decision, reason: reason ?? null, decided_at: now() })
          .execute()
        wrote(decision)
      }),

    async list(appid, { stripeid }, page) {
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
}

function toRow({ reason, override, decided_at, ...row }: Selectable<DecisionsTable>): DecisionRow {
  return {
    ...row,
    reason: reason ?? undefined,
    override: Boolean(override),
    decidedAt: asDate(decided_at),
  }
}
