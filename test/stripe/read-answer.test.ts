import { describe, expect, test } from 'vitest'
import { WrongAnswerError } from '../../src/net/exchange.ts'
import { countrySpecs } from '../../src/offline-stripe/countries/index.ts'
import { readAnswer } from '../../src/stripe/read-answer.ts'
import { stripeAccount, stripePayout, stripePerson } from '../support/stripe-objects.ts'

function read(asked: string, json: unknown, status = 200): object {
  const [method = '', path = ''] = asked.split(' ')
  return readAnswer({ method, path }, { status, headers: {}, body: Buffer.from(JSON.stringify(json)) })
}

const list = (data: unknown, more: object = {}) => ({
  object: 'list',
  data,
  has_more: false,
  url: '/',
  ...more,
})

/** An object with this many names. */
const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`name_${at}`, 'active']))

const account = stripeAccount({ id: 'acct_1' })
const bank = { id: 'ba_1', object: 'bank_account', country: 'US', currency: 'usd' }
const requirements = {
  currently_due: [],
  eventually_due: ['individual.dob.day'],
  past_due: null,
  pending_verification: [],
}
const person = stripePerson({ id: 'person_1' })
const payout = stripePayout({ id: 'po_1', arrival_date: 1_700_000_000, destination: 'ba_1' as never })
const endpoint = {
  id: 'we_1',
  object: 'webhook_endpoint',
  enabled_events: ['*'],
  metadata: {},
  status: 'enabled',
  url: 'https://market.example',
}
const [spec] = countrySpecs()

describe('is taken as it came', () => {
  test.each([
    ['GET /v1/accounts/acct_1', account],
    ['GET /v1/accounts/acct_1', { id: 'acct_1', object: 'account', deleted: true }],
    ['GET /v1/accounts/acct_1', { ...account, added: { by: ['a newer version'] } }],
    // Stripe shows these fields of any account, even one that is not ours.
    [
      'GET /v1/accounts/acct_1',
      {
        id: 'acct_1',
        object: 'account',
        charges_enabled: true,
        details_submitted: true,
        email: null,
        payouts_enabled: true,
        type: 'standard',
      },
    ],
    ['GET /v1/accounts/acct_1', { ...account, requirements }],
    [
      'GET /v1/accounts/acct_1',
      { ...account, external_accounts: { data: [bank, { id: 'card_1', object: 'card' }] } },
    ],
    ['POST /v1/accounts', account],
    ['POST /v1/accounts/acct_1', account],
    ['POST /v1/accounts/acct_1/reject', account],
    ['DELETE /v1/accounts/acct_1', { id: 'acct_1', object: 'account', deleted: true }],
    [
      'DELETE /v1/accounts/acct_1/external_accounts/ba_1',
      { id: 'ba_1', deleted: true, object: 'bank_account' },
    ],
    ['GET /v1/accounts/acct_1/persons/person_1', person],
    ['POST /v1/accounts/acct_1/persons/person_1', person],
    ['GET /v1/accounts/acct_1/persons?limit=1', list([person])],
    ['GET /v1/payouts/po_1', payout],
    ['GET /v1/payouts/po_1', { ...payout, amount: -100, destination: { id: 'ba_1' }, trace_id: null }],
    ['GET /v1/country_specs?limit=100', list(countrySpecs())],
    ['GET /v1/country_specs?limit=100&starting_after=US', list([])],
    ['GET /v1/webhook_endpoints?limit=100', list([endpoint], { has_more: true })],
    ['POST /v1/webhook_endpoints', { ...endpoint, secret: 'whsec_1' }],
    ['POST /v1/files', { id: 'file_1', object: 'file' }],
    ['GET /v1/balance', { object: 'balance', available: [{ amount: -5, currency: 'usd' }], pending: [] }],
    [
      'GET /v1/balance_transactions?limit=100',
      list([{ id: 'txn_1', object: 'balance_transaction', available_on: 1, currency: 'usd', net: -5 }]),
    ],
    // Only the demo asks for events.
    ['GET /v1/events?limit=100', list([{ id: 'evt_1' }])],
  ])('%s: %j', (asked, json) => {
    expect(read(asked, json)).toEqual(json)
  })

  test('an error of Stripe’s, whatever was asked', () => {
    const json = {
      error: { type: 'invalid_request_error', code: 'resource_missing', param: 'id', message: 'No' },
    }
    expect(read('GET /v1/payouts/po_1', json, 404)).toEqual(json)
  })
})

describe('is no answer', () => {
  const wrong = (object: object, changes: Record<string, unknown>) => ({ ...object, ...changes })
  const paidOut = (schedule: object) => wrong(account, { settings: { payouts: { schedule } } })

  test.each([
    [
      'GET /v1/accounts/acct_1',
      { ...account, requirements: { ...requirements, past_due: ['a.'.repeat(251)] } },
    ],
    ['GET /v1/accounts/acct_1', { ...account, metadata: many(101) }],
    ['GET /v1/accounts/acct_1', { ...account, capabilities: many(501) }],
    ['GET /v1/accounts/acct_1', wrong(account, { id: 'acct_2' })],
    ['GET /v1/accounts/acct_1', { id: 'acct_2', object: 'account', deleted: true }],
    ['GET /v1/accounts/acct_1', { id: 'acct_1', object: 'account' }],
    ['GET /v1/accounts/acct_1', wrong(account, { payouts_enabled: undefined })],
    ['GET /v1/accounts/acct_1', wrong(account, { country: null })],
    ['GET /v1/accounts/acct_1', wrong(account, { capabilities: null })],
    ['GET /v1/accounts/acct_1', wrong(account, { metadata: null })],
    ['GET /v1/accounts/acct_1', wrong(account, { external_accounts: null })],
    [
      'GET /v1/accounts/acct_1',
      wrong(account, { external_accounts: { data: [{ ...bank, currency: null }] } }),
    ],
    ['GET /v1/accounts/acct_1', wrong(account, { requirements: null })],
    ['GET /v1/accounts/acct_1', wrong(account, { requirements: {} })],
    ['GET /v1/accounts/acct_1', wrong(account, { future_requirements: { a: [] } })],
    ['GET /v1/accounts/acct_1', wrong(account, { requirements: { ...requirements, past_due: [''] } })],
    ['GET /v1/accounts/acct_1', wrong(account, { controller: 'application' })],
    [
      'GET /v1/accounts/acct_1',
      wrong(account, { individual: wrong(person, { address: ['1 High Street'] }) }),
    ],
    ['GET /v1/accounts/acct_1', wrong(account, { individual: wrong(person, { requirements: 1 }) })],
    ['GET /v1/accounts/acct_1', wrong(account, { deleted: false })],
    ['POST /v1/accounts', wrong(account, { deleted: true })],
    ['POST /v1/accounts/acct_1', wrong(account, { deleted: true })],
    ['POST /v1/accounts/acct_1/persons/person_1', wrong(person, { deleted: true })],
    ['GET /v1/accounts/acct_1/persons', list([wrong(person, { deleted: true })])],
    ['GET /v1/accounts/acct_1', list([account])],
    ['DELETE /v1/accounts/acct_1', account],
    ['POST /v1/accounts', wrong(account, { id: '../balance' })],
    ['POST /v1/accounts', wrong(account, { id: 'a'.repeat(256) })],
    ['GET /v1/accounts/acct_1/persons/person_1', wrong(person, { id: 'person_2' })],
    ['GET /v1/accounts/acct_1/persons/person_1', account],
    ['GET /v1/accounts/acct_1/persons/person_1', wrong(person, { created: undefined })],
    ['GET /v1/accounts/acct_1/persons/person_1', wrong(person, { first_name: {} })],
    ['GET /v1/accounts/acct_1/persons/person_1', wrong(person, { verification: 'verified' })],
    ['GET /v1/accounts/acct_1', paidOut({ interval: {} })],
    ['GET /v1/accounts/acct_1', paidOut({ monthly_anchor: '1' })],
    ['GET /v1/accounts/acct_1', paidOut({ weekly_payout_days: 'monday' })],
    ['GET /v1/accounts/acct_1', paidOut({ delay_days: '2' })],
    ['GET /v1/payouts/po_1', wrong(payout, { amount: '100' })],
    ['GET /v1/payouts/po_1', wrong(payout, { amount: 1e300 })],
    ['GET /v1/payouts/po_1', wrong(payout, { amount: 0.5 })],
    ['GET /v1/payouts/po_1', wrong(payout, { currency: 'money' })],
    ['GET /v1/payouts/po_1', wrong(payout, { status: null })],
    ['GET /v1/payouts/po_1', wrong(payout, { status: 's'.repeat(256) })],
    ['GET /v1/payouts/po_1', wrong(payout, { created: 1e15 })],
    ['GET /v1/payouts/po_1', wrong(payout, { arrival_date: null })],
    ['GET /v1/payouts/po_1', wrong(payout, { method: { toString: 1 } })],
    ['GET /v1/payouts/po_1', wrong(payout, { automatic: { toString: 1 } })],
    ['GET /v1/payouts/po_1', wrong(payout, { destination: 1 })],
    ['GET /v1/country_specs?limit=100', list(spec)],
    ['GET /v1/country_specs?limit=100', spec],
    ['GET /v1/country_specs?limit=100', list([], { has_more: true })],
    ['GET /v1/country_specs?limit=100', list([wrong(spec ?? {}, { id: '__proto__' })])],
    ['GET /v1/country_specs?limit=100', list([wrong(spec ?? {}, { supported_payment_methods: 'card' })])],
    [
      'GET /v1/country_specs?limit=100',
      list([wrong(spec ?? {}, { supported_bank_account_currencies: null })]),
    ],
    [
      'GET /v1/country_specs?limit=100',
      list([wrong(spec ?? {}, { supported_bank_account_currencies: { money: ['US'] } })]),
    ],
    [
      'GET /v1/country_specs?limit=100',
      list([wrong(spec ?? {}, { supported_bank_account_currencies: { usd: ['Utopia'] } })]),
    ],
    ['GET /v1/webhook_endpoints', list([wrong(endpoint, { metadata: null })])],
    ['GET /v1/webhook_endpoints', list([wrong(endpoint, { enabled_events: '*' })])],
    ['POST /v1/files', { id: 'file_1', object: 'page' }],
    ['POST /v1/files', { object: 'file' }],
    ['POST /v1/files', { id: null, object: 'file' }],
    ['POST /v1/files', { id: '', object: 'file' }],
    ['POST /v1/files', { id: '../..', object: 'file' }],
    ['POST /v1/files', { id: ['file_1'], object: 'file' }],
    ['POST /v1/files', { id: 'f'.repeat(100_000), object: 'file' }],
    ['GET /v1/balance', account],
    ['GET /v1/accounts/acct_1', wrong(account, { error: 'invalid_request' })],
    ['POST /v1/accounts/acct_1', { id: 'acct_1', object: 'account', deleted: true, created: -1 }],
    ['GET /v1/events', list([]).data],
  ])('%s: %j', (asked, json) => {
    expect(() => read(asked, json)).toThrow(WrongAnswerError)
  })

  test('and nothing that stands in it is repeated', () => {
    const secret = wrong(account, {
      email: { address: 'maya@example.com' },
      metadata: { 'maya@example.com': 1 },
    })
    expect(() => read('GET /v1/accounts/acct_1', secret)).toThrow(/email/)
    expect(() => read('GET /v1/accounts/acct_1', secret)).not.toThrow(/maya@example/)
  })
})
