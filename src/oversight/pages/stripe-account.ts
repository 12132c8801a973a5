import type { Stripe } from 'stripe'
import { z } from 'zod'
import { accountName, personName } from '../../accounts/account-name.ts'
import { lastDay } from '../../accounts/deadline.ts'
import { refreshAccount } from '../../accounts/mirror-account.ts'
import { personStore } from '../../accounts/store/persons.ts'
import type { StripeAccountRow } from '../../accounts/store/stripe-account-row.ts'
import { isLive } from '../../config/stripe.ts'
import type { SignedInContext } from '../../context/context.ts'
import { ADMINISTRATOR_PAGES } from '../../core/addresses.ts'
import { inboxStore } from '../../events/store/inbox.ts'
import type { InboxRow } from '../../events/store/inbox-row.ts'
import { payoutStore } from '../../payouts/index.ts'
import { requirementNames } from '../../registration/index.ts'
import { toConnectError } from '../../stripe/errors.ts'
import { link } from '../../web/link.ts'
import { offset } from '../../web/page-links.ts'
import { problemSummary } from '../../web/problem-summary.ts'
import { page } from '../../web/route.ts'
import { findStripeAccount } from '../find.ts'
import { decisionStore } from '../store.ts'
import { choice } from './list-query.ts'
import { listedPayout } from './payouts.ts'
import { requirementRows } from './requirement-rows.ts'

/** Payouts and events on the page. It links to all payouts and to older events. */
const SHOWN = 10

/** Everything about one account. */
export const stripeAccount = page({
  path: ADMINISTRATOR_PAGES.account,
  audience: 'administrator',
  query: z.object({ stripeid: z.string(), offset, message: choice(['rejected', 'refreshed']) }),
  async load(context, { query, attempt }) {
    const row = await findStripeAccount(context, query.stripeid)
    const { messages } = context
    const account = row.stripeObject
    const email = account.email ?? account.individual?.email
    const listed = await events(context, row, query.offset)
    // There are no events this far back: show the newest.
    if (query.offset > 0 && listed.events.length === 0)
      return { redirect: link(ADMINISTRATOR_PAGES.account, { stripeid: row.stripeid }) }
    const now = context.services.now()
    const lastDayOf = (deadline: Date) => lastDay(deadline, now)
    const nameOf = requirementNames(context, account)
    return {
      view: 'oversight/stripe-account',
      data: {
        title: accountName(account) ?? email ?? row.stripeid,
        notice: query.message && messages.text(`oversight.notice.${query.message}`),
        problems: problemSummary(messages, [], attempt?.problems),
        row,
        person: await context.personName?.(row.accountid),
        atStripe: atStripe(context, row.stripeid),
        // An account stored by an earlier version may have no country.
        account: { ...account, country: account.country },
        email,
        disabledReason: account.requirements?.disabled_reason,
        rejectable: row.status !== 'rejected',
        personAccountsAddress: link(ADMINISTRATOR_PAGES.accounts, { accountid: row.accountid }),
        requirements: requirementRows(account.requirements, lastDayOf, nameOf, messages),
        futureRequirements: requirementRows(account.future_requirements, lastDayOf, nameOf, messages),
        capabilities: Object.entries(account.capabilities ?? {}).map(([capability, status]) => ({
          capability,
          status,
        })),
        externalAccounts: (account.external_accounts?.data ?? []).map(externalAccount),
        people: await people(context, row),
        decisions: await decisions(context, row),
        ...(await payouts(context, row)),
        ...listed,
      },
    }
  },
  /** Asks Stripe for the account's present state. */
  async submit(context, { query: { stripeid } }) {
    const { services } = context
    await findStripeAccount(context, stripeid)
    const row = await refreshAccount(services, stripeid).catch((error: unknown) => {
      throw toConnectError(error)
    })
    return {
      redirect: row
        ? link(ADMINISTRATOR_PAGES.account, { stripeid, message: 'refreshed' })
        : ADMINISTRATOR_PAGES.accounts,
    }
  },
})

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

function decisions({ services: { storage } }: SignedInContext, { stripeid }: StripeAccountRow) {
  return decisionStore(storage).list({ stripeid }, { offset: 0, limit: SHOWN })
}

async function payouts(context: SignedInContext, { stripeid, stripeObject }: StripeAccountRow) {
  const { storage } = context.services
  const [rows, payoutCount] = await Promise.all([
    payoutStore(storage).list({ stripeid }, { offset: 0, limit: SHOWN }),
    payoutStore(storage).count({ stripeid }),
  ])
  return {
    payouts: rows.map((row) => listedPayout(row, accountName(stripeObject))),
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
