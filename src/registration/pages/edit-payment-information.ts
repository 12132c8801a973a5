import { findOwnAccount } from '../../accounts/find-own-account.ts'
import type { StripeAccountRow } from '../../accounts/store/stripe-account-row.ts'
import type { SignedInContext } from '../../context/context.ts'
import { ACCOUNT_PAGES } from '../../core/addresses.ts'
import type { Field, FieldGroup } from '../../web/form-fields.ts'
import { problemSummary } from '../../web/problem-summary.ts'
import { type Attempt, type FormValues, page } from '../../web/route.ts'
import { type BankPlace, DRAWN_FOR, needsOtherForm, wantedPlace } from '../bank/drawn-place.ts'
import { bankForm, bankTokens, saveBankAccount } from '../bank-account.ts'
import { open } from '../registration.ts'
import { forUs, TOKEN_INPUTS } from '../tokens/for-stripe.ts'
import { bankAccounts } from './bank-accounts.ts'
import { closedPage, nextPage } from './next-page.ts'
import { stepNotice } from './notice.ts'
import { stepQuery } from './query.ts'
import { stepList } from './step-list.ts'

/** The bank account for payouts. The bank's country and currency decide which numbers the form asks for. */
export const editPaymentInformation = page({
  path: ACCOUNT_PAGES.bank,
  audience: 'user',
  query: stepQuery,
  secrets: TOKEN_INPUTS,
  isForUs: forUs.bankAccount,
  load: (context, { query, attempt }) => show(context, query, attempt),
  async submit(context, { query, body }) {
    const row = await findOwnAccount(context, query.stripeid)
    // The person chose another country or currency: draw its fields, keep what was typed, save nothing.
    if (body.refresh !== undefined || needsOtherForm(body, placeOf(await formFor(context, row, body))))
      return { again: true }
    const saved = await saveBankAccount(context, row, body)
    const registration = open(context, saved)
    return { redirect: nextPage(registration, 'bank-account', query, 'bank-saved') }
  },
})

async function show(
  context: SignedInContext,
  query: { stripeid: string; 'return-url': string | undefined; message?: string | undefined },
  attempt: Attempt | undefined,
) {
  const row = await findOwnAccount(context, query.stripeid)
  const closed = closedPage(context, row, query['return-url'])
  if (closed) return closed
  const groups = await formFor(context, row, attempt?.values ?? {}, attempt)
  const place = placeOf(groups)
  const tokens = await bankTokens(context, row)
  return {
    view: 'registration/edit-payment-information',
    callsStripe: tokens !== undefined,
    data: {
      tokens,
      title: context.messages.text('step.bank-account.title'),
      stripeid: row.stripeid,
      returnUrl: query['return-url'],
      ...stepNotice(context.messages, query.message, attempt),
      ...otherFormNotice(context, attempt, place),
      drawnFor: { name: DRAWN_FOR, value: `${place.country} ${place.currency}` },
      problems: problemSummary(context.messages, groups, attempt?.problems),
      groups,
      // With only one country and one currency there is nothing to refresh.
      canRefresh: hasChoice(groups, 'country') || hasChoice(groups, 'currency'),
      current: currentAccounts(context, row, hasChoice(groups, 'currency')),
      steps: stepList(open(context, row).steps, query['return-url'], 'bank-account'),
    },
  }
}

function formFor(
  context: SignedInContext,
  row: StripeAccountRow,
  values: FormValues,
  attempt?: Attempt,
): Promise<FieldGroup[]> {
  const { country, currency } = wantedPlace(values, row.stripeObject)
  return bankForm(context, row, country, currency, attempt)
}

/** What the form's first two questions have chosen. */
function placeOf(groups: readonly FieldGroup[]): BankPlace {
  const chosen = (name: string) =>
    groups.flatMap(({ fields }) => fields).find((field) => field.name === name)?.value ?? ''
  return { country: chosen('country'), currency: chosen('currency') }
}

/** The person meant to save, and nothing was wrong: say why the form is there again. */
function otherFormNotice({ messages }: SignedInContext, attempt: Attempt | undefined, place: BankPlace) {
  const unasked = attempt && attempt.problems.length === 0 && attempt.values.refresh === undefined
  if (!unasked || !needsOtherForm(attempt.values, place)) return {}
  const values = { country: messages.country(place.country), currency: messages.currency(place.currency) }
  return { notice: messages.text('bank.other-form', values) }
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
