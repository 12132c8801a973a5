/**
 * The platform's own account, to which every key belongs: the offline Stripe has only one platform.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { defaultSettings, noBusinessProfile } from './accounts/account-object.ts'
import { PLATFORM_COUNTRY } from './platform-country.ts'
import type { ResourceApi, Store } from './resource-api.ts'

const KIND = '_platform'

/** The platform itself, made when it is first needed. */
export function platform(api: ResourceApi): Stripe.Account {
  const [known] = api.store.list<Stripe.Account>(KIND)
  if (known) return known.object
  const created = api.clock.now()
  const account: Stripe.Account = {
    id: api.newId('acct'),
    object: 'account',
    business_profile: {
      ...noBusinessProfile(),
      name: 'Offline platform',
      url: 'https://platform.example.com',
    },
    business_type: 'company',
    capabilities: { card_payments: 'active', transfers: 'active' },
    charges_enabled: true,
    country: PLATFORM_COUNTRY,
    created,
    default_currency: 'usd',
    details_submitted: true,
    email: 'platform@example.com',
    metadata: {},
    payouts_enabled: true,
    settings: namedSettings(),
    type: 'standard',
  }
  api.store.put(KIND, { id: account.id, account: undefined, created, object: account, secret: {} })
  return account
}

function namedSettings(): Stripe.Account.Settings {
  const settings = defaultSettings(PLATFORM_COUNTRY, true)
  return {
    ...settings,
    dashboard: { display_name: 'Offline platform', timezone: 'Etc/UTC' },
    payments: { ...settings.payments, statement_descriptor: 'OFFLINE PLATFORM' },
  }
}

/** Whether an id is the platform's own. `Stripe-Account` may name it, which means the same as no header. */
export function isPlatform(store: Store, id: string): boolean {
  return store.get(KIND, id) !== undefined
}
