import { z } from 'zod'
import type { Context } from '../../../context/context.ts'
import { HOST_PAGES } from '../../../core/addresses.ts'
import { ConnectError } from '../../../core/errors.ts'
import { link } from '../../../web/link.ts'
import { choice } from '../../../web/list-query.ts'
import { lastOf } from '../../../web/posted.ts'
import { type Page, page } from '../../../web/route.ts'
import type { Mail } from '../mail.ts'
import { type PeopleParts, plainEmail } from '../people.ts'
import { makeResetLink, RESET_HOURS } from '../reset-link.ts'
import { userStore } from '../store/users.ts'
import { problemsOf, typed as typedIn } from './sign-in-parts.ts'

export interface ForgotPasswordParts extends PeopleParts {
  /** The name of the site. */
  title: string
  /** Sends in the background. */
  send(mail: Mail): void
}

/**
 * Mails a link to set a new password. The answer does not tell whether somebody has registered with the address: whether anybody
 * has is looked up only after it.
 *
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Forgot_Password_Cheat_Sheet.html
 */
export function forgotPasswordPage({ storage, now, limits, title, send }: ForgotPasswordParts): Page {
  async function mailLink(typed: string, { services, messages }: Context): Promise<void> {
    const user = await userStore(storage).findByEmail(typed)
    if (!user) return
    // Never the address that the request names, which a visitor can choose.
    const address = services.config.url + (await makeResetLink(storage, user.accountid, now()))
    send({
      to: user.email,
      subject: messages.text('standalone.reset-mail.subject', { title }),
      text: messages.text('standalone.reset-mail.text', { title, hours: RESET_HOURS, address }),
    })
  }

  return page({
    path: HOST_PAGES.forgotPassword,
    audience: 'guest',
    query: z.object({ message: choice(['sent']) }),
    async load(context, { query, attempt }) {
      const { messages } = context
      return {
        view: 'standalone/forgot-password',
        data: {
          title: messages.text('standalone.forgot-password.title'),
          sent: query.message === 'sent',
          hours: RESET_HOURS,
          values: typedIn(attempt, 'email'),
          ...problemsOf(attempt, context),
        },
      }
    },
    async submit(context, { body }) {
      const typed = lastOf(body.email) ?? ''
      if (!typed.includes('@')) throw new ConnectError('invalid-email', { field: 'email' })
      await limits.countForgotten({ ip: context.ip, email: plainEmail(typed) ?? typed.trim().toLowerCase() })
      setImmediate(() => {
        mailLink(typed, context).catch((err: unknown) => {
          context.log.error({ err }, 'a link to set a password could not be made')
        })
      })
      return { redirect: link(HOST_PAGES.forgotPassword, { message: 'sent' }) }
    },
  })
}
