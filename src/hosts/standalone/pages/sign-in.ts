import { HOST_PAGES } from '../../../core/addresses.ts'
import { returnQuery } from '../../../web/page-query.ts'
import { leadsToKept } from '../../../web/refused-form.ts'
import { requestOf } from '../../../web/request-context.ts'
import { type Page, page } from '../../../web/route.ts'
import { recognisePerson } from '../people.ts'
import { afterSignIn, problemsOf, type SignInParts, signInResult, typed } from './sign-in-parts.ts'

/**
 * Signs a registered person in.
 *
 * @param mailsLinks whether somebody who has forgotten their password can have a link mailed
 */
export function signInPage(parts: SignInParts, mailsLinks: boolean): Page {
  return page({
    path: HOST_PAGES.signIn,
    audience: 'guest',
    secrets: ['password'],
    query: returnQuery,
    async load(context, { query, attempt }) {
      if (context.caller) return { redirect: afterSignIn(query) }
      const back = query['return-url']
      const isKept = back !== undefined && leadsToKept(back)
      return {
        view: 'standalone/sign-in',
        data: {
          title: context.messages.text('standalone.sign-in.title'),
          notice: isKept ? context.messages.text('standalone.sign-in.kept') : undefined,
          returnUrl: back,
          mailsLinks,
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
