/**
 * A new account, of which only the country and the controller are known.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { currencyOf } from '../countries/index.ts'
import { recipientCountry } from '../countries/recipient-countries.ts'
import { invalidRequest } from '../errors.ts'
import { PLATFORM_COUNTRY } from '../platform-country.ts'
import type { Maker } from '../resource-api.ts'
import type { NewAccountInput } from './account-parameters.ts'
import { blankAddress } from './address.ts'
import { type Dossier, listOnAccount } from './dossier.ts'
import { nothingImposed } from './imposed.ts'
import { noRequirements } from './requirements.ts'
import { noReview } from './review.ts'
import { checkCountry } from './service-agreement.ts'

type Controller = Stripe.Account.Controller

/** Days until earnings are paid out, where that is not seven (https://docs.stripe.com/payouts#payout-speed). */
const DELAY_DAYS: Record<string, number> = { AU: 3, BR: 30, JP: 4, NZ: 4, US: 2 }
const USUAL_DELAY_DAYS = 7

/** Countries under the recipient agreement where payouts take a day; in the others they take none. */
const DAY_FOR_RECIPIENTS = 'CI CR DO GT ID PE PH SN TH TT UY'.split(' ')

/** The shortest payout delay of a country's accounts, in days. */
export function minimumDelay(country = ''): number {
  if (recipientCountry(country)) return DAY_FOR_RECIPIENTS.includes(country) ? 1 : 0
  return DELAY_DAYS[country] ?? USUAL_DELAY_DAYS
}

/** Makes the dossier of a new account, in the platform's country unless another is named. */
export function newDossier(
  api: Maker,
  { country = PLATFORM_COUNTRY, type, controller, tos_acceptance }: NewAccountInput,
): Dossier {
  checkCountry(country, tos_acceptance?.service_agreement)
  if (type && controller) {
    const message = 'You may not provide the `type` parameter and `controller` parameters simultaneously.'
    throw invalidRequest(message, { code: 'parameters_exclusive', param: 'type' })
  }
  const id = api.newId('acct')
  const created = api.clock.now()
  const responsible = controller ? controllerOf(controller) : controllerOfType(type ?? 'standard')
  const account: Stripe.Account = {
    id,
    object: 'account',
    business_profile: noBusinessProfile(),
    business_type: null,
    capabilities: {},
    charges_enabled: false,
    controller: { type: 'application', is_controller: true, ...responsible },
    country,
    created,
    default_currency: currencyOf(country) ?? '',
    details_submitted: false,
    email: null,
    external_accounts: listOnAccount(id, 'external_accounts', []),
    future_requirements: noRequirements(),
    // Older SDKs make login links at the address of this list, which Stripe does not document.
    ...(responsible.stripe_dashboard.type === 'express' && {
      login_links: listOnAccount(id, 'login_links', []),
    }),
    metadata: {},
    payouts_enabled: false,
    requirements: noRequirements(),
    settings: defaultSettings(country, responsible.requirement_collection === 'stripe'),
    tos_acceptance: { date: null, ip: null, user_agent: null },
    type: type ?? legacyType(responsible),
  }
  const secret = {
    company: {},
    documents: {},
    capabilities: {},
    review: noReview(),
    imposed: nothingImposed(),
    rejected: null,
  }
  const row = { id, account: undefined, created, object: account, secret }
  return { row, account, people: [], externalAccounts: [] }
}

/** A company without any details. */
export function noCompany(country: string | undefined): Stripe.Account.Company {
  return {
    address: blankAddress(country),
    directors_provided: false,
    executives_provided: false,
    name: null,
    owners_provided: false,
    phone: null,
    tax_id_provided: false,
    verification: { document: { back: null, details: null, details_code: null, front: null } },
  }
}

/** A controller with every setting. */
type Responsible = Required<
  Pick<Controller, 'fees' | 'losses' | 'requirement_collection' | 'stripe_dashboard'>
>

/** Settings that the platform leaves out fall to Stripe and to the account (https://docs.stripe.com/api/accounts/create). */
function controllerOf(given: NonNullable<NewAccountInput['controller']>): Responsible {
  return {
    fees: { payer: given.fees?.payer ?? 'account' },
    losses: { payments: given.losses?.payments ?? 'stripe' },
    requirement_collection: given.requirement_collection ?? 'stripe',
    stripe_dashboard: { type: given.stripe_dashboard?.type ?? 'full' },
  }
}

function controllerOfType(type: 'custom' | 'express' | 'standard'): Responsible {
  const platformPays = { losses: { payments: 'application' } } as const
  if (type === 'custom') {
    return {
      ...platformPays,
      fees: { payer: 'application_custom' },
      requirement_collection: 'application',
      stripe_dashboard: { type: 'none' },
    }
  }
  if (type === 'express') {
    return {
      ...platformPays,
      fees: { payer: 'application_express' },
      requirement_collection: 'stripe',
      stripe_dashboard: { type: 'express' },
    }
  }
  return controllerOf({})
}

/** The legacy type that behaves like this controller, or `none`. */
function legacyType({
  fees,
  losses,
  requirement_collection,
  stripe_dashboard,
}: Responsible): Stripe.Account.Type {
  const who = [fees.payer, losses.payments, requirement_collection, stripe_dashboard.type].join()
  if (who === 'application,application,application,none') return 'custom'
  if (who === 'application,application,stripe,express') return 'express'
  return who === 'account,stripe,stripe,full' ? 'standard' : 'none'
}

/** Nothing about what an account sells. */
export function noBusinessProfile(): Stripe.Account.BusinessProfile {
  return {
    annual_revenue: null,
    estimated_worker_count: null,
    mcc: null,
    minority_owned_business_designation: null,
    name: null,
    product_description: null,
    specified_commercial_transactions_act_url: null,
    support_address: null,
    support_email: null,
    support_phone: null,
    support_url: null,
    url: null,
  }
}

/** The settings of a new account. */
export function defaultSettings(country: string, debitsNegativeBalances: boolean): Stripe.Account.Settings {
  return {
    bacs_debit_payments: { display_name: null, service_user_number: null },
    branding: { icon: null, logo: null, primary_color: null, secondary_color: null },
    card_issuing: { tos_acceptance: { date: null, ip: null } },
    card_payments: {
      decline_on: { avs_failure: false, cvc_failure: false },
      statement_descriptor_prefix: null,
      statement_descriptor_prefix_kana: null,
      statement_descriptor_prefix_kanji: null,
    },
    dashboard: { display_name: null, timezone: 'Etc/UTC' },
    invoices: { default_account_tax_ids: null, hosted_payment_method_save: null },
    payments: {
      statement_descriptor: null,
      statement_descriptor_kana: null,
      statement_descriptor_kanji: null,
      statement_descriptor_prefix_kana: null,
      statement_descriptor_prefix_kanji: null,
    },
    payouts: {
      debit_negative_balances: debitsNegativeBalances,
      schedule: { delay_days: minimumDelay(country), interval: 'daily' },
      statement_descriptor: null,
    },
    sepa_debit_payments: {},
  }
}
