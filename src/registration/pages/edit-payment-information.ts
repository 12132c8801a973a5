import { findOwnAccount } from '../../accounts/find-own-account.ts'
import type { StripeAccountRow } from '../../accounts/store/stripe-account-row.ts'
import type { SignedInContext } from '../../context/context.ts'
import { ACCOUNT_PAGES } from '../../core/addresses.ts'
import type { Field, FieldGroup } from '../../web/form-fields.ts'
import { lastOf } from '../../web/posted.ts'
import { problemSummary } from '../../web/problem-summary.ts'
import { type Attempt, page } from '../../web/route.ts'
import { bankForm, saveBankAccount } from '../bank-account.ts'
import { open } from '../registration.ts'
import { bankAccounts } from './bank-accounts.ts'
import { closedPage, nextPage } from './next-page.ts'
import { stepNotice } from './notice.ts'
import { accountQuery } from './query.ts'
import { stepList } from './step-list.ts'

/** The bank account for payouts. The bank's country and currency decide which numbers the form asks for. */
export const editPaymentInformation = page({
  path: ACCOUNT_PAGES.bank,
  audience: 'user',
  query: accountQuery,
  load: (context, { query, attempt }) => show(context, query, attempt),
  async submit(context, { query, body }) {
    // The person chose another country or currency: draw its fields, keep what was typed, save nothing.
    if (body.refresh !== undefined) return { again: true }
    const row = await findOwnAccount(context, query.stripeid)
    const saved = await saveBankAccount(context, row, body)
    const registration = open(context, saved)
    return { redirect: nextPage(registration, 'bank-account', query['return-url'], 'bank-saved') }
  },
})

async function show(
  context: SignedInContext,
  query: { stripeid: string; 'return-url': string | undefined; message?: string | undefined },
  attempt: Attempt | undefined,
) {
  const row = await findOwnAccount(context, query.stripeid)
  const closed = closedPage(row, query['return-url'])
  if (closed) return closed
  const account = row.stripeObject
  const country = lastOf(attempt?.values.country) ?? account.country ?? ''
  const currency = lastOf(attempt?.values.currency) ?? account.default_currency ?? ''
  const groups = await bankForm(context, row, country, currency, attempt)
  return {
    view: 'registration/edit-payment-information',
    data: {
      title: context.messages.text('step.bank-account.title'),
      stripeid: row.stripeid,
      returnUrl: query['return-url'],
      ...stepNotice(context.messages, query.message, attempt),
      problems: problemSummary(context.messages, groups, attempt?.problems),
      groups,
      // With only one country and one currency there is nothing to refresh.
      canRefresh: hasChoice(groups, 'country') || hasChoice(groups, 'currency'),
      current: currentAccounts(context, row, hasChoice(groups, 'currency')),
      steps: stepList(open(context, row).steps, query['return-url'], 'bank-account'),
    },
  }
}

/** Stripe keeps the bank account in the account's default currency when another one is added in another currency. */
function currentAccounts(
  { messages }: SignedInContext,
  { stripeObject }: StripeAccountRow,
  inOtherCurrencies: boolean,
): string[] {
  return bankAccounts(messages, stripeObject).map(({ name, currency }) => {
    const isKept = inOtherCurrencies && currency === stripeObject.default_currency
    const values = { bank: name, currency: messages.currency(currency) }
    return messages.text(isKept ? 'bank.current-kept' : 'bank.current', values)
  })
}

function hasChoice(groups: readonly FieldGroup[], name: Field['name']): boolean {
  return groups.some(({ fields }) => fields.some((field) => field.name === name && field.options.length > 1))
}
