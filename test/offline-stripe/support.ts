import Stripe from 'stripe'
import { afterAll, expect } from 'vitest'
import {
  type OfflineStripe,
  type OfflineStripeOptions,
  startOfflineStripe,
} from '../../src/offline-stripe/start.ts'
import { stripeVerdicts } from './oracle.ts'

/** An offline Stripe and clients for it. */
export interface Bench extends OfflineStripe {
  stripe: Stripe
  client(options?: Partial<Stripe.StripeConfig> & { key?: string }): Stripe
  /** Calls one of the offline Stripe's own routes. */
  control(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<Record<string, unknown>>
  advance(seconds: number): Promise<void>
}

/** Starts an offline Stripe and stops it after the tests. Every answer is checked against Stripe's specification. */
export async function startBench(options: OfflineStripeOptions = {}): Promise<Bench> {
  const verdicts = await stripeVerdicts()
  const faults: unknown[] = []
  const offlineStripe = await startOfflineStripe({
    onResponse: verdicts.onResponse,
    onError: (error) => faults.push(error),
    ...options,
  })
  afterAll(async () => {
    await offlineStripe.close()
    expect(verdicts.problems).toEqual([])
    expect(faults).toEqual([])
  })

  const { hostname: host, port } = new URL(offlineStripe.url)
  const client: Bench['client'] = ({ key = 'sk_test_bench', ...config } = {}) =>
    new Stripe(key, { host, port, protocol: 'http', telemetry: false, maxNetworkRetries: 0, ...config })
  const control: Bench['control'] = async (method, path, body) => {
    const response = await fetch(`${offlineStripe.url}/_offline-stripe/${path}`, {
      method,
      ...(body !== undefined && {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    })
    const answer = (await response.json()) as Record<string, unknown>
    if (!response.ok) throw new Error(JSON.stringify(answer))
    return answer
  }
  return {
    ...offlineStripe,
    stripe: client(),
    client,
    control,
    advance: async (seconds) => void (await control('POST', 'clock', { advance: seconds })),
  }
}

/** The shortest file whose first bytes are those of a picture. */
export const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')

/** Creates a verified account of an individual in the United States, and returns its id. Needs `verificationSeconds: 0`. */
export async function activeAccount(
  { stripe }: Pick<Bench, 'stripe'>,
  options: { accountNumber?: string; settings?: Stripe.AccountCreateParams.Settings },
): Promise<string> {
  const { accountNumber = '000123456789', settings } = options
  const account = await stripe.accounts.create({
    type: 'custom',
    country: 'US',
    business_type: 'individual',
    capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
    business_profile: {
      mcc: '5734',
      name: 'Ada Prints',
      product_description: 'Prints on paper',
      url: 'https://accessible.stripe.com',
    },
    individual: {
      first_name: 'Ada',
      last_name: 'Example',
      dob: { day: 1, month: 1, year: 1901 },
      address: { line1: 'address_full_match', city: 'San Francisco', state: 'CA', postal_code: '94103' },
      email: 'ada@example.com',
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
      account_number: accountNumber,
    },
    settings: {
      card_payments: { statement_descriptor_prefix: 'ADA' },
      payments: { statement_descriptor: 'ADA PRINTS' },
      ...settings,
    },
    tos_acceptance: { date: Math.floor(Date.now() / 1000) - 60, ip: '127.0.0.1' },
  })
  const { payouts_enabled, requirements } = await stripe.accounts.retrieve(account.id)
  expect(requirements?.currently_due).toEqual([])
  expect(payouts_enabled).toBe(true)
  return account.id
}

/** Settings of an account that pays out only on request. */
export const MANUAL = { payouts: { schedule: { interval: 'manual' as const } } }

/** Creates a verified account with money, in US cents, and the options for calls on it. */
export async function fundedAccount(
  bench: Bench,
  options: Parameters<typeof activeAccount>[1] & { amount?: number } = {},
): Promise<{ account: string; on: { stripeAccount: string } }> {
  const { amount = 10_000, ...rest } = options
  const account = await activeAccount(bench, rest)
  await bench.control('POST', 'fund', { account, amount, currency: 'usd' })
  return { account, on: { stripeAccount: account } }
}

/** The balance available for payouts, in US cents. */
export async function available({ stripe }: Bench, account: string): Promise<number | undefined> {
  const balance = await stripe.balance.retrieve({}, { stripeAccount: account })
  return balance.available.find(({ currency }) => currency === 'usd')?.amount
}
