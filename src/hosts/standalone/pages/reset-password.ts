import { z } from 'zod'
import { HOST_PAGES } from '../../../core/addresses.ts'
import { ConnectError } from '../../../core/errors.ts'
import { type Page, page } from '../../../web/route.ts'
import { setPassword } from '../people.ts'
import { isGoodLink } from '../reset-link.ts'
import { type UserRow, userStore } from '../store/users.ts'
import { problemsOf, type SignInParts, signInResult } from './sign-in-parts.ts'

/** Sets a new password with a link that an administrator made, ends all sessions of the person, and signs them in. */
export function resetPasswordPage(parts: SignInParts): Page {
  /** @throws ConnectError `invalid-reset-link` (404) */
  async function personOf(given: { person: string; secret: string }): Promise<UserRow> {
    const isGood = await isGoodLink(parts.storage, given, parts.now())
    const user = isGood ? await userStore(parts.storage).find(given.person) : undefined
    if (!user) throw new ConnectError('invalid-reset-link', { status: 404 })
    return user
  }

  return page({
    path: HOST_PAGES.resetPassword,
    audience: 'guest',
    secrets: ['new-password'],
    query: z.object({
      person: z.string().catch(''),
      secret: z.string().catch(''),
    }),
    async load(context, { query, attempt }) {
      const { email } = await personOf(query)
      const title = context.messages.text('standalone.reset-password.title')
      return { view: 'standalone/reset-password', data: { title, email, ...problemsOf(attempt, context) } }
    },
    async submit(context, { query, body }) {
      const user = await setPassword(body, await personOf(query), parts)
      return signInResult(user, { 'return-url': undefined }, context, parts)
    },
  })
}
