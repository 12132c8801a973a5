/**
 * An account in a list: its name, its status and what to do next.
 *
 * @module
 */

import { accountName } from '../../accounts/account-name.ts'
import type { SignedInContext } from '../../context/context.ts'
import { ACCOUNT_PAGES } from '../../core/addresses.ts'
import { link } from '../../web/link.ts'
import type { NextThing } from '../next-thing.ts'
import type { Registration } from '../registration.ts'

export interface AccountSummary extends Pick<NextThing, 'status' | 'headline' | 'reason'> {
  deadline: NextThing['deadline'] | undefined
  stripeid: string
  name: string
  createdAt: Date
  /** `path` is complete, with its querystring. */
  action: { path: string; label: string } | undefined
}

export function accountSummary(
  context: SignedInContext,
  { row, next }: Registration,
  returnUrl?: string,
): AccountSummary {
  const { messages, services } = context
  const isHosted = services.config.onboarding === 'hosted'
  const country = messages.country(row.stripeObject.country ?? '')
  const { status, headline, reason, deadline } = next
  return {
    ...{ status, headline, reason, deadline },
    stripeid: row.stripeid,
    name: accountName(row.stripeObject) ?? messages.text('account.unnamed', { country }),
    createdAt: row.createdAt,
    action: next.action && {
      label: isHosted ? messages.text('next.action.at-stripe') : next.action.label,
      path: link(isHosted ? ACCOUNT_PAGES.toStripe : next.action.path, {
        stripeid: row.stripeid,
        ...(!isHosted && { step: next.action.step }),
        'return-url': returnUrl,
      }),
    },
  }
}
