import { HOST_PAGES } from '../../../core/addresses.ts'
import type { Storage } from '../../../storage/storage.ts'
import { messageQuery } from '../../../web/page-query.ts'
import { type Page, page } from '../../../web/route.ts'
import { userStore } from '../store/users.ts'

/** The start of the account area. */
export function accountPage(storage: Storage): Page {
  return page({
    path: HOST_PAGES.account,
    audience: 'user',
    query: messageQuery,
    async load({ caller, messages }, { query }) {
      const user = await userStore(storage).find(caller.accountid)
      return {
        view: 'standalone/account',
        data: {
          title: messages.text('standalone.account.title'),
          notice:
            query.message === 'password-changed' ? messages.text('standalone.password.changed') : undefined,
          name: user?.fullName,
          email: user?.email,
          administrator: caller.administrator,
        },
      }
    },
  })
}
