import { z } from 'zod'
import { HOST_PAGES } from '../../../core/addresses.ts'
import { type Page, page } from '../../../web/route.ts'
import { userStore } from '../store/users.ts'
import type { SignInParts } from './sign-in-parts.ts'

/** Asks first: an image on another website must not be able to sign anybody out. */
export function signOutPage({ sessions, cookies, storage }: SignInParts): Page {
  return page({
    path: HOST_PAGES.signOut,
    audience: 'guest',
    query: z.object({}),
    async load({ caller, messages }) {
      const user = caller && (await userStore(storage).find(caller.accountid))
      if (!user) return { redirect: '/' }
      return {
        view: 'standalone/sign-out',
        data: { title: messages.text('standalone.sign-out.title'), email: user.email },
      }
    },
    async submit({ caller }) {
      if (caller) await sessions.end(caller.sessionid)
      return { redirect: '/', headers: { 'set-cookie': cookies.clear(cookies.session) } }
    },
  })
}
