import { findOwnAccount } from '../../accounts/find-own-account.ts'
import { hasPeople } from '../../accounts/has-people.ts'
import type { StripeAccountRow } from '../../accounts/store/stripe-account-row.ts'
import type { SignedInContext } from '../../context/context.ts'
import { ACCOUNT_PAGES } from '../../core/addresses.ts'
import { payoutStore } from '../../payouts/index.ts'
import { link } from '../../web/link.ts'
import { offset, paginationOf, pastTheEnd } from '../../web/page-links.ts'
import { page } from '../../web/route.ts'
import { companyOf } from '../people/find-person.ts'
import { open } from '../registration.ts'
import { accountBalance } from './account-balance.ts'
import { accountMoney, payoutSummary } from './account-money.ts'
import { accountSummary } from './account-summary.ts'
import { bankAccounts } from './bank-accounts.ts'
import { noticeText } from './notice.ts'
import { companyView } from './people/company-view.ts'
import { accountQuery } from './query.ts'
import { stepList } from './step-list.ts'
import { versionOf } from './stripe-account-events.ts'

/** Seconds after which a browser without scripts reloads the page while Stripe is checking. */
const REFRESH = 5

/** The status page of an account: the next thing to do, its steps, bank account, payouts and details. */
export const stripeAccount = page({
  path: ACCOUNT_PAGES.view,
  audience: 'user',
  query: accountQuery.extend({ offset }),
  async load(context, { query }) {
    const row = await findOwnAccount(context, query.stripeid)
    const account = row.stripeObject
    const back = { stripeid: row.stripeid, 'return-url': query['return-url'] }
    // Before what it stands for, so that a change in between is shown later, not missed.
    const version = await versionOf(context, row)
    const registration = open(context, row)
    const summary = accountSummary(context, registration, query['return-url'])
    const [list, balance, company] = await Promise.all([
      payoutList(context, row, query.offset, link(ACCOUNT_PAGES.view, back)),
      accountBalance(context, row),
      hasPeople(account) ? companyOf(context, row) : undefined,
    ])
    const elsewhere = pastTheEnd(list)
    if (elsewhere) return elsewhere
    return {
      view: 'registration/stripe-account',
      data: {
        title: summary.name,
        notice: noticeText(context.messages, query.message),
        returnUrl: query['return-url'],
        refresh: summary.status === 'in-review' ? REFRESH : undefined,
        account: summary,
        money: summary.status === 'active' ? await accountMoney(context, row) : undefined,
        balance,
        version,
        events: link(ACCOUNT_PAGES.events, { stripeid: row.stripeid }),
        company: company && (await companyView(context, company, query['return-url'])),
        steps: stepList(registration.steps, query['return-url']),
        closed: row.status === 'rejected',
        banks: bankAccounts(context.messages, account),
        bankPath: link(ACCOUNT_PAGES.bank, back),
        deletePath: link(ACCOUNT_PAGES.delete, back),
        payouts: await payoutsOf(context, row, list),
        pagination: paginationOf(list),
        details: {
          country: account.country,
          email: account.email,
          createdAt: row.createdAt,
          submittedAt: row.submittedAt,
          stripeid: row.stripeid,
        },
        capabilities: Object.entries(account.capabilities ?? {}).map(([name, status]) => ({ name, status })),
      },
    }
  },
})

const searchFor = ({ accountid, stripeid }: StripeAccountRow) => ({ accountid, stripeid })

async function payoutList(context: SignedInContext, row: StripeAccountRow, offset: number, path: string) {
  const { config, storage } = context.services
  const total = await payoutStore(storage).count(searchFor(row))
  return { offset, limit: config.pageSize, total, path }
}

async function payoutsOf(
  context: SignedInContext,
  row: StripeAccountRow,
  { offset, limit }: { offset: number; limit: number },
) {
  const payouts = payoutStore(context.services.storage)
  const rows = await payouts.list(searchFor(row), { offset, limit })
  return rows.map(payoutSummary)
}
