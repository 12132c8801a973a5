/**
 * Shared by the sign-in and registration pages.
 *
 * @module
 */

import type { z } from 'zod'
import type { Context } from '../../../context/context.ts'
import { HOST_PAGES } from '../../../core/addresses.ts'
import { ConnectError } from '../../../core/errors.ts'
import type { returnQuery } from '../../../web/page-query.ts'
import type { Attempt, PageResult } from '../../../web/route.ts'
import type { Cookies } from '../cookies.ts'
import { DEVICE_LIFE, markDevice } from '../devices.ts'
import type { PeopleParts } from '../people.ts'
import { SESSION_LIFE, type Sessions } from '../sessions.ts'
import { type UserRow, userStore } from '../store/users.ts'

export interface SignInParts extends PeopleParts {
  sessions: Sessions
  cookies: Cookies
}

type SignInQuery = z.output<typeof returnQuery>

/** Where a person goes after they sign in. */
export function afterSignIn(query: SignInQuery): string {
  return query['return-url'] ?? HOST_PAGES.account
}

/** What the person typed, to show it again; never a password. */
export function typed(attempt: Attempt | undefined, ...names: string[]): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => {
      const value = attempt?.values[name]
      return [name, typeof value === 'string' ? value : '']
    }),
  )
}

/** The problems as a list for the error summary, and by field for the message beside it. */
export function problemsOf(attempt: Attempt | undefined, context: Context) {
  const problems = (attempt?.problems ?? []).map((problem) => ({
    text: context.messages.problem(problem),
    target: problem.field,
  }))
  return { problems, errors: Object.fromEntries(problems.map(({ target, text }) => [target ?? '', text])) }
}

/** Opens a new session, and ends the browser's former one. */
export async function signInResult(
  user: UserRow,
  query: SignInQuery,
  context: Context,
  { sessions, cookies, storage }: SignInParts,
): Promise<PageResult> {
  if (context.caller) await sessions.end(context.caller.sessionid)
  const value = await sessions.open(user.accountid)
  // A new password ends all sessions, also one that the old password has just opened.
  const present = await userStore(storage).find(user.accountid)
  if (present?.passwordHash !== user.passwordHash) {
    await sessions.end(value.split('.', 1)[0] ?? '')
    throw new ConnectError('wrong-credentials', { status: 401, field: 'email' })
  }
  return {
    redirect: afterSignIn(query),
    headers: {
      'set-cookie': [
        cookies.set(cookies.session, value, SESSION_LIFE),
        cookies.set(cookies.device, markDevice(user), DEVICE_LIFE),
      ],
    },
  }
}
