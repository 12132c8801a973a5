import { z } from 'zod'
import type { SignedInContext } from '../../context/context.ts'
import { ADMINISTRATOR_PAGES } from '../../core/addresses.ts'
import { inboxStore } from '../../events/store/inbox.ts'
import type { InboxRow } from '../../events/store/inbox-row.ts'
import { wakeInboxWorkers } from '../../events/worker.ts'
import { link } from '../../web/link.ts'
import { choice } from '../../web/list-query.ts'
import { offset, paginationOf, pastTheEnd } from '../../web/page-links.ts'
import { problemSummary } from '../../web/problem-summary.ts'
import { page } from '../../web/route.ts'
import { accountNames } from './account-names.ts'

/** Events that could not be applied, and why, with a button to try them all again. */
export const deadLetters = page({
  path: ADMINISTRATOR_PAGES.deadLetters,
  audience: 'administrator',
  query: z.object({ offset, message: choice(['retried']) }),
  async load(context, { query: { offset, message }, attempt }) {
    const { config, storage } = context.services
    const { messages } = context
    const [rows, total] = await Promise.all([
      inboxStore(storage).dead({ offset, limit: config.pageSize }),
      inboxStore(storage).countDead(),
    ])
    const list = { offset, limit: config.pageSize, total, path: ADMINISTRATOR_PAGES.deadLetters }
    const elsewhere = pastTheEnd(list)
    if (elsewhere) return elsewhere
    return {
      view: 'oversight/dead-letters',
      data: {
        title: messages.text('oversight.dead.title'),
        notice: message && messages.text(`oversight.notice.${message}`),
        problems: problemSummary(messages, [], attempt?.problems),
        letters: await listed(context, rows),
        total,
        pagination: paginationOf(list),
      },
    }
  },
  async submit({ services }) {
    await inboxStore(services.storage).retryDead(services.now())
    wakeInboxWorkers(services, { arrived: 0 })
    return { redirect: link(ADMINISTRATOR_PAGES.deadLetters, { message: 'retried' }) }
  },
})

async function listed(context: SignedInContext, rows: readonly InboxRow[]) {
  const stripeids = rows.flatMap(({ stripeid }) => stripeid ?? [])
  const names = await accountNames(context, stripeids)
  return rows.map(({ eventid, type, stripeid = '', receivedAt, failure }) => ({
    eventid,
    type,
    stripeid,
    name: names.get(stripeid),
    accountAddress: link(ADMINISTRATOR_PAGES.account, { stripeid }),
    receivedAt,
    failure,
  }))
}
