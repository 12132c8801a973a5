import type { Stripe } from 'stripe'
import { z } from 'zod'
import { personName } from '../../accounts/account-name.ts'
import { refreshAccount } from '../../accounts/mirror-account.ts'
import { accountStore } from '../../accounts/store/accounts.ts'
import { personStore } from '../../accounts/store/persons.ts'
import type { StripeAccountRow } from '../../accounts/store/stripe-account-row.ts'
import { isLive } from '../../config/stripe.ts'
import type { SignedInContext } from '../../context/context.ts'
import { ADMINISTRATOR_PAGES } from '../../core/addresses.ts'
import { inboxStore } from '../../events/store/inbox.ts'
import type { InboxRow } from '../../events/store/inbox-row.ts'
import { payoutStore } from '../../payouts/index.ts'
import { requirementNames } from '../../registration/index.ts'
import { toAdministratorError } from '../../stripe/errors.ts'
import { link } from '../../web/link.ts'
import { choice } from '../../web/list-query.ts'
import { offset } from '../../web/page-links.ts'
import { problemSummary } from '../../web/problem-summary.ts'
import { page } from '../../web/route.ts'
import { listedDecisions } from '../decisions.ts'
import { findStripeAccount } from '../find.ts'
import { emailOf, nameOf } from '../name-of.ts'
import { accountNotes, addNote, removeNote } from './account-notes.ts'
import { goneAccount } from './gone-account.ts'
import { listedPayout } from './payouts.ts'
import { rejection } from './reject-stripe-account.ts'
import { requirementRows } from './requirement-rows.ts'

/** Payouts and events on the page. It links to all payouts and to older events. */
const SHOWN = 10

const MESSAGES = ['rejected', 'already-rejected', 'refreshed', 'noted', 'note-removed'] as const

/** Everything about one account. */
export const stripeAccount = page({
  path: ADMINISTRATOR_PAGES.account,
  audience: 'administrator',
  query: z.object({
    stripeid: z.string(),
    offset,
    message: choice(MESSAGES),
  }),
  async load(context, { query, attempt }) {
    const found = await accountStore(context.services.storage).find(query.stripeid)
    const gone = found ? undefined : await goneAccount(context, query.stripeid, attempt)
    if (gone) return gone
    const row = found ?? (await findStripeAccount(context, query.stripeid))
    const { messages } = context
    const account = row.stripeObject
    const email = emailOf(row)
    const listed = await events(context, row, query.offset)
    // There are no events this far back: show the newest.
    if (query.offset > 0 && listed.events.length === 0)
      return { redirect: link(ADMINISTRATOR_PAGES.account, { stripeid: row.stripeid }) }
    const now = context.services.now()
    const requirementName = requirementNames(context, account)
    const problems = problemSummary(messages, [], attempt?.problems, ['note'])
    return {
      view: 'oversight/stripe-account',
      data: {
        title: nameOf(row) ?? email ?? row.stripeid,
        notice: await noticeOf(context, row, query.message),
        problems,
        notes: await accountNotes(context, row.stripeid),
        note: attempt?.values.note,
        noteProblem: problems.find(({ target }) => target === 'note')?.text,
        row,
        person: await context.knownPerson?.(row.accountid),
        atStripe: atStripe(context, row.stripeid),
        // An account stored by an earlier version may have no country.
        account: { ...account, country: account.country },
        email,
        disabledReason: account.requirements?.disabled_reason,
        rejectable: row.status !== 'rejected',
        personAccountsAddress: link(ADMINISTRATOR_PAGES.accounts, { accountid: row.accountid }),
        requirements: requirementRows(account.requirements, now, requirementName, messages),
        futureRequirements: requirementRows(account.future_requirements, now, requirementName, messages),
        capabilities: Object.entries(account.capabilities ?? {}).map(([capability, status]) => ({
          capability,
          status,
        })),
        externalAccounts: (account.external_accounts?.data ?? []).map(externalAccount),
        people: await people(context, row),
        decisions: await listedDecisions(context, { stripeid: row.stripeid }, SHOWN),
        ...(await payouts(context, row)),
        ...listed,
      },
    }
  },
  /** Keeps or removes a note; without either, asks Stripe for the account's present state. */
  async submit(context, { query: { stripeid }, body }) {
    const { services } = context
    await findStripeAccount(context, stripeid)
    const at = (message: string) => link(ADMINISTRATOR_PAGES.account, { stripeid, message })
    if (body.action === 'note') {
      await addNote(context, stripeid, body)
      return { redirect: at('noted') }
    }
    if (body.action === 'remove-note') {
      await removeNote(context, stripeid, body)
      return { redirect: at('note-removed') }
    }
    const row = await refreshAccount(services, stripeid).catch((error: unknown) => {
      throw toAdministratorError(error)
    })
    return {
      redirect: row ? at('refreshed') : ADMINISTRATOR_PAGES.accounts,
    }
  },
})

async function noticeOf(
  context: SignedInContext,
  { stripeid }: StripeAccountRow,
  message: (typeof MESSAGES)[number] | undefined,
): Promise<string | undefined> {
  const notice = message && context.messages.text(`oversight.notice.${message}`)
  if (message !== 'already-rejected') return notice
  return [notice, await rejection(context, stripeid)].filter(Boolean).join(' ')
}

/** The account's page in Stripe's dashboard; the offline Stripe has none. */
function atStripe({ services }: SignedInContext, stripeid: string): string | undefined {
  const { offline, key } = services.config.stripe
  if (offline) return undefined
  return `https://dashboard.stripe.com/${isLive(key) ? '' : 'test/'}connect/accounts/${stripeid}`
}

function externalAccount(account: Stripe.BankAccount | Stripe.Card) {
  const { id, last4, currency, status, default_for_currency } = account
  const name = account.object === 'bank_account' ? account.bank_name : account.brand
  return { id, name, last4, currency, status, default: default_for_currency === true }
}

/** The individual, or the company's people from our database. */
async function people(
  { services: { storage } }: SignedInContext,
  { stripeid, stripeObject }: StripeAccountRow,
) {
  const { individual } = stripeObject
  const persons = individual
    ? [individual]
    : (await personStore(storage).ofAccount(stripeid)).map((person) => person.stripeObject)
  return persons.map((person) => ({
    id: person.id,
    name: personName(person),
    title: person.relationship?.title,
    status: person.verification?.status,
  }))
}

async function payouts(context: SignedInContext, row: StripeAccountRow) {
  const { stripeid } = row
  const { storage } = context.services
  const [rows, payoutCount] = await Promise.all([
    payoutStore(storage).list({ stripeid }, { offset: 0, limit: SHOWN }),
    payoutStore(storage).count({ stripeid }),
  ])
  return {
    payouts: rows.map((payout) => listedPayout(payout, nameOf(row))),
    payoutCount,
    morePayoutsAddress:
      payoutCount > rows.length ? link(ADMINISTRATOR_PAGES.payouts, { stripeid }) : undefined,
  }
}

async function events(
  { services: { storage } }: SignedInContext,
  { stripeid }: StripeAccountRow,
  start: number,
) {
  // One more than is shown tells whether there are older ones.
  const rows = await inboxStore(storage).ofAccount(stripeid, { offset: start, limit: SHOWN + 1 })
  const at = (first: number) => link(ADMINISTRATOR_PAGES.account, { stripeid, offset: first || undefined })
  return {
    events: rows.slice(0, SHOWN).map(listedEvent),
    newerEventsAddress: start > 0 ? at(Math.max(0, start - SHOWN)) : undefined,
    olderEventsAddress: rows.length > SHOWN ? at(start + SHOWN) : undefined,
    deadLettersAddress: ADMINISTRATOR_PAGES.deadLetters,
  }
}

function listedEvent(row: InboxRow) {
  const { eventid, type, receivedAt, attempts, failure, nextAttemptAt } = row
  return { eventid, type, receivedAt, attempts, failure, nextAttemptAt, state: stateOf(row) }
}

function stateOf({ appliedAt, deadAt, attempts }: InboxRow): 'applied' | 'dead' | 'failing' | 'waiting' {
  if (deadAt) return 'dead'
  if (appliedAt) return 'applied'
  return attempts > 0 ? 'failing' : 'waiting'
}
