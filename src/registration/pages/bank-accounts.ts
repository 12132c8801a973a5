import type { Stripe } from 'stripe'
import type { Translator } from '../../messages/translator.ts'

export interface BankAccountSummary {
  /** The bank's name and the last four digits; pages never show more of the number. */
  name: string
  country: string | null
  currency: string
  status: string
}

/** The bank accounts that payouts go to, first the one in the account's default currency. */
export function bankAccounts(messages: Translator, account: Stripe.Account): BankAccountSummary[] {
  return (account.external_accounts?.data ?? [])
    .filter((it): it is Stripe.BankAccount => it.object === 'bank_account')
    .toSorted(
      (left, right) =>
        Number(right.currency === account.default_currency) -
        Number(left.currency === account.default_currency),
    )
    .map((bank) => ({
      name: bankName(messages, bank),
      country: bank.country,
      // A bank account stored by an earlier version may have no currency.
      currency: bank.currency ?? '',
      status: bank.status,
    }))
}

export function bankName(messages: Translator, { bank_name, last4 }: Stripe.BankAccount): string {
  return messages.text('view.bank-number', { bank: bank_name ?? messages.text('view.bank-unnamed'), last4 })
}
