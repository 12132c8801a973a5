import type { Context } from '../context.ts'
import type { StripeAccountRow } from '../storage/storage.ts'
import type { AccountStatus } from '../stripe/account-status.ts'

export interface NextThing {
  status: AccountStatus
  /** One sentence on what to do next. */
  sentence: string
  /** When what is missing must be given. */
  deadline?: Date
  /** Where it is done; `path` has no querystring. */
  action?: { path: string; label: string }
}

/** The one thing that the person should do next. */
export function nextThing(_context: Context, row: StripeAccountRow): NextThing {
  return { status: row.status, sentence: '' }
}
