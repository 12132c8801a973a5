import { HOST_PAGES } from '../../../core/addresses.ts'
import { returnQuery } from '../../../web/page-query.ts'
import { requestOf } from '../../../web/request-context.ts'
import { type Page, page } from '../../../web/route.ts'
import { recognisePerson } from '../people.ts'
import { afterSignIn, problemsOf, type SignInParts, signInResult, typed } from './sign-in-parts.ts'

/** Signs a registered person in. */
export function signInPage(parts: SignInParts): Page {
  return page({
    path: HOST_PAGES.signIn,
    audience: 'guest',
    secrets: ['password'],
    query: returnQuery,
    async load(context, { query, attempt }) {
      if (context.caller) return { redirect: afterSignIn(query) }
      return {
        view: 'standalone/sign-in',
        data: {
          title: context.messages.text('standalone.sign-in.title'),
          returnUrl: query['return-url'],
          values: typed(attempt, 'email'),
          ...problemsOf(attempt, context),
        },
      }
    },
    async submit(context, { query, body }) {
      const deviceMark = parts.cookies.read(parts.cookies.device, requestOf(context).headers.cookie)
      const user = await recognisePerson(body, { ip: context.ip, deviceMark }, parts)
      return signInResult(user, query, context, parts)
    },
  })
}
