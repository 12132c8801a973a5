import type { Stripe } from 'stripe'
import { fold } from '../../storage/columns.ts'
import { accountName } from '../account-name.ts'
import { accountStatus } from '../account-status.ts'
import { deadlineOf } from '../deadline.ts'
import type { StripeAccountsTable } from './tables.ts'

/** The longest text that every database can index. */
const LONGEST_SORT_NAME = 255

/**
 * The number of the rule below, and of that for an account's words. Raise it with every change to what the rule makes of an account: rows with a lower number are
 * computed again in the background.
 */
export const COLUMNS_RULE = 3

/** A person as the host knows them. */
export type PersonColumns = Pick<StripeAccountsTable, 'person_name' | 'person_email'>

/**
 * What is searched, filtered and sorted by, derived from Stripe's object and the person whenever one of them is written. Stripe
 * knows no name of somebody who has just begun.
 */
export function accountColumns(
  account: Stripe.Account,
  { person_name, person_email }: PersonColumns,
): Pick<
  StripeAccountsTable,
  'stripe_object' | 'status' | 'country' | 'sort_name' | 'search_text' | 'columns_rule'
> & {
  deadline: Date | null
} {
  const name = accountName(account) ?? person_name ?? undefined
  return {
    stripe_object: JSON.stringify(account),
    status: accountStatus(account),
    country: account.country ?? null,
    sort_name: name === undefined ? null : fold(name).slice(0, LONGEST_SORT_NAME),
    search_text: fold(
      [account.id, name, ...wordsOf(account), person_name, person_email].filter(Boolean).join('\n'),
    ),
    deadline: deadlineOf(account) ?? null,
    columns_rule: COLUMNS_RULE,
  }
}

/** Every name and e-mail address by which a person may know an account. */
function wordsOf({ email, individual, company, business_profile, settings }: Stripe.Account) {
  return [
    email,
    individual?.email,
    fullName(individual?.first_name, individual?.last_name),
    fullName(individual?.last_name_kana, individual?.first_name_kana),
    fullName(individual?.last_name_kanji, individual?.first_name_kanji),
    company?.name,
    company?.name_kana,
    company?.name_kanji,
    business_profile?.name,
    business_profile?.support_email,
    settings?.dashboard?.display_name,
  ]
}

function fullName(...names: (string | null | undefined)[]): string {
  return names.filter(Boolean).join(' ')
}
