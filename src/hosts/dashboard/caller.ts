import type { Caller } from '../../context/context.ts'
import type { DashboardCall } from './dashboard.ts'

type Session = NonNullable<DashboardCall['session']>
type Account = NonNullable<DashboardCall['account']>

/**
 * Takes no more than this from Dashboard's account. Other modules may ask for a person without a session. Dashboard lets the
 * application server name any session, so this refuses one that has ended or belongs to another person.
 */
export function callerOf({ appid, account, session }: DashboardCall): Caller | undefined {
  if (!account || account.deletedAt || (session && isOver(session, account))) return undefined
  // MariaDB compares Dashboard's ids without regard to case: it finds the people of `Shop` for `shop`.
  if (appid !== undefined && account.appid !== undefined && account.appid !== appid) return undefined
  const { accountid, administrator } = account
  if (session && (session.accountid ?? accountid) !== accountid) return undefined
  return { accountid, sessionid: session?.sessionid ?? '', administrator: administrator === true }
}

/** Dashboard itself does not mark a session that is too old, or that the person ended together with all others. */
function isOver(
  { ended, createdAt, expiresAt }: Session,
  { sessionKeyLastResetAt: resetAt }: Pick<Account, 'sessionKeyLastResetAt'>,
): boolean {
  if (ended || (expiresAt && new Date(expiresAt) <= new Date())) return true
  return Boolean(createdAt && resetAt && new Date(createdAt) < new Date(resetAt))
}
