import { z } from 'zod'
import { HOST_PAGES } from '../../../core/addresses.ts'
import { ConnectError } from '../../../core/errors.ts'
import { link } from '../../../web/link.ts'
import { type Page, page } from '../../../web/route.ts'
import { changePassword } from '../people.ts'
import { userStore } from '../store/users.ts'
import { problemsOf, type SignInParts } from './sign-in-parts.ts'

/** Changes the password of the person signed in, and ends their other sessions. */
export function passwordPage(parts: SignInParts): Page {
  return page({
    path: HOST_PAGES.password,
    audience: 'user',
    secrets: ['password', 'new-password'],
    query: z.object({}),
    async load(context, { attempt }) {
      return {
        view: 'standalone/password',
        data: { title: context.messages.text('standalone.password.title'), ...problemsOf(attempt, context) },
      }
    },
    async submit({ caller, ip }, { body }) {
      const user = await userStore(parts.storage).find(caller.accountid)
      if (!user) throw new ConnectError('not-found', { status: 404 })
      await changePassword(body, user, { ip, sessionid: caller.sessionid }, parts)
      return { redirect: link(HOST_PAGES.account, { message: 'password-changed' }) }
    },
  })
}
