import { HOST_PAGES } from '../../../core/addresses.ts'
import { returnQuery } from '../../../web/page-query.ts'
import { type Page, page } from '../../../web/route.ts'
import { registerPerson } from '../people.ts'
import { afterSignIn, problemsOf, type SignInParts, signInResult, typed } from './sign-in-parts.ts'

/** Makes an account for a person and signs them in. The first person is the administrator. */
export function registerPage(parts: SignInParts): Page {
  return page({
    path: HOST_PAGES.register,
    audience: 'guest',
    secrets: ['password'],
    query: returnQuery,
    async load(context, { query, attempt }) {
      if (context.caller) return { redirect: afterSignIn(query) }
      return {
        view: 'standalone/register',
        data: {
          title: context.messages.text('standalone.register.title'),
          returnUrl: query['return-url'],
          values: typed(attempt, 'name', 'email'),
          ...problemsOf(attempt, context),
        },
      }
    },
    async submit(context, { query, body }) {
      const user = await registerPerson(body, context.ip, parts)
      return signInResult(user, query, context, parts)
    },
  })
}
