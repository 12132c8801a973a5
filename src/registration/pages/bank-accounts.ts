import type { Stripe } from 'stripe'
import type { Translator } from '../../messages/translator.ts'

export interface BankAccountSummary {
  /** The bank's name with the end of the number: all that is ever shown of it. */
  name: string
  country: string | null
  currency: string
  status: string
}

/** The bank accounts that payouts go to, the one for the account's own currency first. */
export function bankAccounts(messages: Translator, account: Stripe.Account): BankAccountSummary[] {
  return (account.external_accounts?.data ?? [])
    .filter((it): it is Stripe.BankAccount => it.object === 'bank_account')
    .toSorted(
      (left, right) =>
        Number(right.currency === account.default_currency) -
        Number(left.currency === account.default_currency),
    )
    .map((bank) => ({
      name: messages.text('view.bank-number', {
        bank: bank.bank_name ?? messages.text('view.bank-unnamed'),
        last4: bank.last4,
      }),
      country: bank.country,
      // An earlier version kept what had none.
      currency: bank.currency ?? '',
      status: bank.status,
    }))
}
