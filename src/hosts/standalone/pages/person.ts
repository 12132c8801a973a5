import { z } from 'zod'
import type { SignedInContext } from '../../../context/context.ts'
import { ADMINISTRATOR_PAGES, HOST_PAGES } from '../../../core/addresses.ts'
import { ConnectError } from '../../../core/errors.ts'
import { link } from '../../../web/link.ts'
import { choice, typed } from '../../../web/list-query.ts'
import { problemSummary } from '../../../web/problem-summary.ts'
import { type Page, page } from '../../../web/route.ts'
import type { PeopleParts } from '../people.ts'
import { makeShownResetLink, RESET_HOURS, showResetLink } from '../reset-link.ts'
import type { Sessions } from '../sessions.ts'
import { type UserRow, userStore } from '../store/users.ts'

type PersonParts = Pick<PeopleParts, 'storage' | 'now'> & { sessions: Sessions }

/** Where an administrator looks after one person: makes a link to set a password, or an administrator of them. */
export function personPage({ storage, sessions, now }: PersonParts): Page {
  const users = userStore(storage)

  /** @throws ConnectError `invalid-accountid` (404) */
  async function find(accountid: string): Promise<UserRow> {
    const user = await users.find(accountid)
    if (!user) throw new ConnectError('invalid-accountid', { status: 404 })
    return user
  }

  async function makeLink({ caller, log }: SignedInContext, { accountid }: UserRow) {
    const ticket = await makeShownResetLink(storage, accountid, { maker: caller.accountid, now: now() })
    log.info({ by: caller.accountid, accountid }, 'an administrator made a link to set a password')
    return { redirect: link(HOST_PAGES.person, { accountid, ticket }) }
  }

  async function setAdministrator(
    { caller, log }: SignedInContext,
    { accountid }: UserRow,
    administrator: boolean,
  ) {
    const open = await users.setAdministrator(accountid, administrator)
    if (!open) throw new ConnectError('last-administrator', { status: 409 })
    // Every instance remembers for seconds who is an administrator.
    for (const sessionid of open) sessions.announceEnd(sessionid)
    log.info({ by: caller.accountid, accountid, administrator }, 'an administrator changed who is one')
    const isSelf = accountid === caller.accountid
    const message = administrator ? 'made' : 'unmade'
    return {
      redirect:
        isSelf && !administrator ? HOST_PAGES.account : link(HOST_PAGES.person, { accountid, message }),
    }
  }

  return page({
    path: HOST_PAGES.person,
    audience: 'administrator',
    query: z.object({ accountid: z.string(), ticket: typed, message: choice(['made', 'unmade']) }),
    async load(context, { query: { accountid, ticket, message }, attempt }) {
      const { caller, messages, services } = context
      const { fullName, email, administrator, createdAt } = await find(accountid)
      const made = ticket && (await showResetLink(storage, accountid, { maker: caller.accountid, ticket }))
      return {
        view: 'standalone/person',
        data: {
          title: fullName,
          notice: message && messages.text(`standalone.person.${message}`),
          problems: problemSummary(messages, [], attempt?.problems),
          email,
          administrator,
          createdAt,
          isSelf: accountid === caller.accountid,
          hours: RESET_HOURS,
          resetLink: made && services.config.url + made,
          wasShown: ticket !== undefined && !made,
          accountsAddress: link(ADMINISTRATOR_PAGES.accounts, { accountid }),
        },
      }
    },
    async submit(context, { query, body }) {
      const user = await find(query.accountid)
      switch (body.action) {
        case 'make-link':
          return makeLink(context, user)
        case 'make-administrator':
          return setAdministrator(context, user, true)
        case 'unmake-administrator':
          return setAdministrator(context, user, false)
        default:
          throw new ConnectError('invalid-body')
      }
    },
  })
}
