/**
 * An account in a list: what it is called, where it stands, what to do next.
 *
 * @module
 */

import { accountName } from '../../accounts/account-name.ts'
import type { SignedInContext } from '../../context/context.ts'
import { link } from '../../web/link.ts'
import { type Pagination, paginationOf, pastTheEnd } from '../../web/page-links.ts'
import type { NextThing } from '../next-thing.ts'
import { open, type Registration } from '../registration.ts'

export interface AccountSummary extends Pick<NextThing, 'status' | 'sentence'> {
  stripeid: string
  name: string
  createdAt: Date
  /** Its address, ready to follow. */
  action: { path: string; label: string } | undefined
}

export function accountSummary(
  context: SignedInContext,
  { row, next }: Registration,
  returnUrl?: string,
): AccountSummary {
  const { messages } = context
  const country = messages.country(row.stripeObject.country ?? '')
  return {
    status: next.status,
    sentence: next.sentence,
    stripeid: row.stripeid,
    name: accountName(row.stripeObject) ?? messages.text('account.unnamed', { country }),
    createdAt: row.createdAt,
    action: next.action && {
      label: next.action.label,
      path: link(next.action.path, { stripeid: row.stripeid, 'return-url': returnUrl }),
    },
  }
}

interface OwnAccounts {
  accounts: AccountSummary[]
  pagination: Pagination | undefined
}

/**
 * One's own registrations as pages show them, newest first and a page of them at a time, since the whole form of each is
 * computed.
 *
 * @param path the address of the page
 * @returns where to go instead from a page that is not there any more
 */
export async function ownAccounts(
  context: SignedInContext,
  offset: number,
  path: string,
): Promise<OwnAccounts | { redirect: string }> {
  const { config, storage } = context.services
  const { accountid } = context.caller
  const limit = config.pageSize
  const [rows, total] = await Promise.all([
    storage.stripeAccounts.ofPerson(accountid, { offset, limit }),
    storage.stripeAccounts.countOfPerson(accountid),
  ])
  const list = { offset, limit, total, path }
  const accounts = rows.map((row) => accountSummary(context, open(context, row)))
  return pastTheEnd(list) ?? { accounts, pagination: paginationOf(list) }
}
