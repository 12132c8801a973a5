import { z } from 'zod'
import { HOST_PAGES } from '../../../core/addresses.ts'
import { countedSome } from '../../../storage/page-by-key.ts'
import type { Storage } from '../../../storage/storage.ts'
import { link } from '../../../web/link.ts'
import { choice, typed } from '../../../web/list-query.ts'
import { beside, besideNothing, paginationBeside } from '../../../web/page-links.ts'
import { type Page, page } from '../../../web/route.ts'
import { userStore } from '../store/users.ts'

/** Everybody who has registered, for administrators. */
export function peoplePage(storage: Storage): Page {
  return page({
    path: HOST_PAGES.people,
    audience: 'administrator',
    query: z.object({ email: typed, who: choice(['administrators']), ...beside }),
    async load({ services, messages }, { query: { email, who, after, before } }) {
      const search = { email, administratorsOnly: who === 'administrators' }
      const limit = services.config.pageSize
      const users = userStore(storage)
      const [{ rows, ...others }, total] = await Promise.all([
        users.page(search, { after, before, limit }),
        users.count(search),
      ])
      const path = link(HOST_PAGES.people, { email, who })
      const list = {
        after,
        before,
        limit,
        path,
        page: { ids: rows.map((user) => user.accountid), ...others },
      }
      const elsewhere = besideNothing(list)
      if (elsewhere) return elsewhere
      return {
        view: 'standalone/people',
        data: {
          title: messages.text('standalone.people.title'),
          filter: { email, who },
          filtered: Boolean(email || who),
          people: rows.map((user) => ({
            name: user.fullName,
            email: user.email,
            administrator: user.administrator,
            createdAt: user.createdAt,
            address: link(HOST_PAGES.person, { accountid: user.accountid }),
          })),
          total: countedSome(total),
          pagination: paginationBeside(list),
        },
      }
    },
  })
}
