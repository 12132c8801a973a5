import { ConnectError } from '../../core/errors.ts'
import { own } from '../../core/own.ts'
import { textOf } from '../../web/posted.ts'
import type { FormValues } from '../../web/route.ts'
import type { TOKEN_INPUTS } from './for-stripe.ts'

/** How Stripe's tokens begin. */
const BEGINNINGS = { account: 'ct_', person: 'cpt_', bank_account: 'btok_' } as const

/**
 * The token in a form that a browser sends after it has given Stripe the answers.
 *
 * @param kind what it must be a token of
 * @returns undefined when there is none
 * @throws ConnectError `invalid-token` for anything else: Stripe would take, say, a card in place of a bank account
 */
export function readToken(
  values: FormValues,
  input: (typeof TOKEN_INPUTS)[number],
  kind: keyof typeof BEGINNINGS,
): string | undefined {
  const token = textOf(own(values, input))
  if (token === '') return undefined
  const [, id] = token.split(BEGINNINGS[kind], 2)
  if (token.startsWith(BEGINNINGS[kind]) && /^\w{1,200}$/.test(id ?? '')) return token
  throw new ConnectError('invalid-token', { field: input })
}

/** As `readToken`, where nothing can be done without one. */
export function requireToken(...[values, input, kind]: Parameters<typeof readToken>): string {
  const token = readToken(values, input, kind)
  if (token === undefined) throw new ConnectError('invalid-token', { field: input })
  return token
}
