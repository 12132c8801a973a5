/**
 * The balance (https://docs.stripe.com/api/balance), and the event for money that becomes available.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { parameters } from '../parameters.ts'
import type { ResourceApi } from '../resource-api.ts'
import { fundsOf, release } from './ledger.ts'

const NOTHING = parameters({})
const PLATFORM = 'platform'

export function balance(api: ResourceApi): void {
  api.route({
    method: 'GET',
    path: '/v1/balance',
    handle({ input, account }) {
      NOTHING(input)
      return balanceOf(api, account)
    },
  })

  api.clock.on('funds.available', ({ account, transaction }: { account: string; transaction: string }) => {
    if (!api.store.get('account', account)) return
    release(api, account, transaction)
    api.emit('balance.available', balanceOf(api, account), { account })
  })
}

/** An account's balance, or the platform's, which never has any money here. */
function balanceOf(api: ResourceApi, account: string | undefined): Stripe.Balance {
  const owner = account === undefined ? undefined : api.store.get<Stripe.Account>('account', account)?.object
  const { available, pending } = fundsOf(api, account ?? PLATFORM)
  const currencies = [
    ...new Set([owner?.default_currency ?? 'usd', ...Object.keys({ ...available, ...pending })]),
  ]
  const instant = currencies.filter((currency) => paysInstantly(owner, currency))
  return {
    object: 'balance',
    available: amounts(currencies, available),
    pending: amounts(currencies, pending),
    ...(instant.length > 0 && { instant_available: amounts(instant, available) }),
    livemode: false,
  }
}

function amounts(currencies: string[], of: Record<string, number>) {
  return currencies.map((currency) => {
    const amount = of[currency] ?? 0
    return { amount, currency, source_types: { card: amount } }
  })
}

function paysInstantly(owner: Stripe.Account | undefined, currency: string): boolean {
  const accounts = owner?.external_accounts?.data ?? []
  return accounts.some(
    (each) => each.currency === currency && each.available_payout_methods?.includes('instant'),
  )
}
