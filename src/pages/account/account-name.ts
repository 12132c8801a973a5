import type { Stripe } from 'stripe'
import type { Translator } from '../../messages/translator.ts'

/** What an account is called for its owner: the person's name as they write it, else the business, else the country. */
export function accountName(messages: Translator, account: Stripe.Account): string {
  const { individual, company } = account
  const names = [
    joined(individual?.last_name_kanji, individual?.first_name_kanji),
    joined(individual?.first_name, individual?.last_name),
    company?.name,
    account.business_profile?.name,
  ]
  return (
    names.find(Boolean) ??
    messages.text('account.unnamed', { country: messages.country(account.country ?? '') })
  )
}

function joined(...parts: (string | null | undefined)[]): string {
  return parts.filter(Boolean).join(' ')
}
