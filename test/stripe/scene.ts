/**
 * A marketplace at a Stripe that can fail: the standalone host with all routes, a seller who has begun to register, and the
 * administrator.
 *
 * @module
 */
import type Stripe from 'stripe'
import { afterAll } from 'vitest'
import { adoptAccount } from '../../src/accounts/mirror-account.ts'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { personStore } from '../../src/accounts/store/persons.ts'
import { loadConfig } from '../../src/config/config.ts'
import { routes } from '../../src/features.ts'
import { payoutStore } from '../../src/payouts/store/payouts.ts'
import { closeServices } from '../../src/runtime/services.ts'
import { countrySpecs } from '../../src/stripe/country-specs.ts'
import { type Browser, openDashboard } from '../hosts/support.ts'
import { startBench } from '../offline-stripe/support.ts'
import { png } from '../support/picture.ts'
import { testServices } from '../support/services.ts'
import { startFaultyStripe } from './faulty-stripe.ts'

export type Scene = Awaited<ReturnType<typeof openScene>>

/** Everything for an account that can be submitted. */
const COMPLETE: Stripe.AccountCreateParams = {
  business_profile: {
    mcc: '5970',
    name: 'Hart Pottery',
    product_description: 'Pots and pans',
    url: 'https://hart.example.com',
  },
  individual: {
    first_name: 'Maya',
    last_name: 'Hart',
    dob: { day: 1, month: 1, year: 1901 },
    address: { line1: 'address_full_match', city: 'Schenectady', state: 'NY', postal_code: '12345' },
    email: 'maya@example.com',
    phone: '0000000000',
    id_number: '000000000',
    ssn_last_4: '0000',
    verification: { document: { front: 'file_identity_document_success' } },
  },
  external_account: {
    object: 'bank_account',
    country: 'US',
    currency: 'usd',
    routing_number: '110000000',
    account_number: '000123456789',
  },
  settings: {
    card_payments: { statement_descriptor_prefix: 'HART' },
    payments: { statement_descriptor: 'HART POTTERY' },
  },
}

export async function openScene(env: NodeJS.ProcessEnv = {}) {
  const bench = await startBench({ verificationSeconds: 0 })
  const stripe = await startFaultyStripe(bench.url)
  const config = loadConfig({
    CONNECT_STRIPE_API: stripe.url,
    LOG_LEVEL: 'silent',
    MAXIMUM_STRIPE_RETRIES: '0',
    ...env,
  })
  const services = await testServices(config)
  const host = await openDashboard({ services, routes })
  afterAll(async () => {
    await stripe.close()
    await host.close()
    await closeServices(services)
  })

  // The first person to register is the administrator.
  const { browser: administrator } = await host.signedIn('account_administrator')
  const { browser: seller } = await host.signedIn('account_seller')
  const owner = { appid: config.appid, accountid: 'account_seller' }
  const account = async (params: Stripe.AccountCreateParams = {}): Promise<string> => {
    const created = await services.stripe.accounts.create({
      type: 'custom',
      country: 'US',
      business_type: 'individual',
      capabilities: { transfers: { requested: true }, card_payments: { requested: true } },
      metadata: owner,
      ...params,
    })
    await adoptAccount(services, created, owner)
    return created.id
  }
  // Stripe asks this one for a document at once.
  const email = 'enforce_future_requirements@example.com'
  const accounts = { begun: await account({ email }), complete: await account(COMPLETE) }
  await countrySpecs(services)
  // A person's first visit keeps their name with the account.
  for (const stripeid of Object.values(accounts))
    await seller.get(`/account/connect/stripe-account?stripeid=${stripeid}`)
  return { bench, stripe, services, host, administrator, seller, account, accounts }
}

export interface Operation {
  name: string
  run(): Promise<Response>
  /** The typed text, which the form must still have when it is shown again. */
  typed?: string[]
}

const ABOUT_YOU = {
  individual_first_name: 'Zelda',
  individual_last_name: 'Quux',
  individual_dob_day: '7',
  individual_dob_month: '11',
  individual_dob_year: '1987',
  individual_email: 'zelda@example.com',
  individual_phone: '(415) 555-2671',
  individual_id_number: '123-45-6789',
}

/** What the seller types into the bank account form. */
export const BANK = {
  country: 'US',
  currency: 'usd',
  account_holder_name: 'Zelda Quux',
  account_holder_type: 'individual',
  routing_number: '110000000',
  account_number: '000123456789',
}

/** Every operation that calls Stripe while a person waits. */
export function writes({ seller, administrator, accounts: { begun, complete } }: Scene): Operation[] {
  const form = (browser: Browser, path: string, fields: Record<string, string>) => () =>
    browser.submit(path, fields)
  const api = (browser: Browser, method: string, path: string, body?: Record<string, unknown>) => () =>
    browser.get(path, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
  const own = `stripeid=${begun}`
  const upload = async () => {
    const path = `/account/connect/edit-stripe-account?${own}&step=document`
    const body = new FormData()
    body.set('csrf-token', await seller.token(path))
    body.set('individual_verification_document_front', new File([png()], 'front.png', { type: 'image/png' }))
    return seller.get(path, { method: 'POST', body })
  }
  return [
    {
      name: 'the form that creates an account',
      run: form(seller, '/account/connect/create-stripe-account', { country: 'JP' }),
      typed: ['<option value="JP" selected'],
    },
    {
      name: 'the form of a step',
      run: form(seller, `/account/connect/edit-stripe-account?${own}&step=about-you`, ABOUT_YOU),
      typed: ['Zelda', 'Quux', 'value="11"', 'zelda@example.com', '(415) 555-2671'],
    },
    { name: 'the form with documents', run: upload },
    {
      name: 'the form of the bank account',
      run: form(seller, `/account/connect/edit-payment-information?${own}`, BANK),
      typed: ['Zelda Quux', '000123456789'],
    },
    {
      name: 'the form that submits',
      run: form(seller, `/account/connect/submit-stripe-account?stripeid=${complete}`, { consent: 'true' }),
      typed: ['checked'],
    },
    {
      name: 'the form that deletes',
      run: form(seller, `/account/connect/delete-stripe-account?${own}`, {}),
    },
    {
      name: 'the form that rejects',
      run: form(administrator, `/administrator/connect/reject-stripe-account?${own}`, { reason: 'other' }),
      typed: ['<option value="other" selected'],
    },
    {
      name: 'the administrator’s form that deletes',
      run: form(administrator, `/administrator/connect/delete-stripe-account?${own}`, {}),
    },
    {
      name: 'the API that creates an account',
      run: api(seller, 'POST', '/api/user/connect/create-stripe-account?accountid=account_seller', {
        country: 'US',
        business_type: 'individual',
      }),
    },
    {
      name: 'the API that updates an account',
      run: api(seller, 'PATCH', `/api/user/connect/update-stripe-account?${own}`, {
        individual_first_name: 'Zelda',
      }),
    },
    {
      name: 'the API that sets the bank account',
      run: api(seller, 'PATCH', `/api/user/connect/update-payment-information?${own}`, BANK),
    },
    {
      name: 'the API that submits',
      run: api(seller, 'PATCH', `/api/user/connect/set-stripe-account-submitted?stripeid=${complete}`),
    },
    {
      name: 'the API that deletes',
      run: api(seller, 'DELETE', `/api/user/connect/delete-stripe-account?${own}`),
    },
    {
      name: 'the API that rejects',
      run: api(administrator, 'PATCH', `/api/administrator/connect/set-stripe-account-rejected?${own}`, {
        reason: 'other',
      }),
    },
  ]
}

/** Every page and API route that shows rows from the database. */
export function reads({ seller, administrator, accounts: { begun, complete } }: Scene): Operation[] {
  const get = (browser: Browser, path: string): Operation => ({ name: path, run: () => browser.get(path) })
  return [
    get(seller, '/account/connect'),
    get(seller, '/account/connect/stripe-accounts'),
    get(seller, '/account/connect/create-stripe-account'),
    get(seller, `/account/connect/stripe-account?stripeid=${begun}`),
    get(seller, `/account/connect/edit-stripe-account?stripeid=${begun}&step=about-you`),
    get(seller, `/account/connect/edit-payment-information?stripeid=${begun}`),
    get(seller, `/account/connect/submit-stripe-account?stripeid=${complete}`),
    get(seller, `/account/connect/delete-stripe-account?stripeid=${begun}`),
    get(administrator, '/administrator/connect'),
    get(administrator, '/administrator/connect/stripe-accounts'),
    get(administrator, `/administrator/connect/stripe-account?stripeid=${begun}`),
    get(administrator, `/administrator/connect/reject-stripe-account?stripeid=${begun}`),
    get(seller, `/api/user/connect/stripe-account?stripeid=${begun}`),
    get(seller, '/api/user/connect/stripe-accounts?accountid=account_seller'),
    get(seller, '/api/user/connect/country-specs'),
    get(administrator, '/api/administrator/connect/stripe-accounts'),
  ]
}

/** All rows with answers from Stripe. */
export async function rowsOf({ services: { storage } }: Scene): Promise<unknown> {
  const accounts = await accountStore(storage).ofPerson('account_seller')
  const persons = await Promise.all(accounts.map(({ stripeid }) => personStore(storage).ofAccount(stripeid)))
  return {
    accounts,
    persons,
    payouts: await payoutStore(storage).list({}, { offset: 0, limit: undefined }),
  }
}
