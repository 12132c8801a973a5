import { z } from 'zod'
import { HOST_PAGES } from '../../../core/addresses.ts'
import { type Page, page } from '../../../web/route.ts'
import { personOfLink, resetPassword } from '../people.ts'
import { problemsOf, type SignInParts, signInResult } from './sign-in-parts.ts'

/** Sets a new password with a link that an administrator made, ends all sessions of the person, and signs them in. */
export function resetPasswordPage(parts: SignInParts): Page {
  return page({
    path: HOST_PAGES.resetPassword,
    audience: 'guest',
    secrets: ['new-password'],
    query: z.object({
      person: z.string().catch(''),
      secret: z.string().catch(''),
    }),
    async load(context, { query, attempt }) {
      const { email } = await personOfLink(query, parts)
      const title = context.messages.text('standalone.reset-password.title')
      return { view: 'standalone/reset-password', data: { title, email, ...problemsOf(attempt, context) } }
    },
    async submit(context, { query, body }) {
      const user = await resetPassword(body, query, context.ip, parts)
      return signInResult(user, { 'return-url': undefined }, context, parts)
    },
  })
}
