/**
 * What recordings of Stripe's test mode show, which the documentation does not say.
 *
 * @see https://github.com/antiwork/gumroad/tree/main/spec/support/fixtures/vcr_cassettes
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { startBench } from './support.ts'

const bench = await startBench()
const stripe = bench.client()

beforeAll(() => bench.control('POST', 'reset', {}))

const CONTROLLER = {
  fees: { payer: 'application' },
  losses: { payments: 'application' },
  requirement_collection: 'application',
  stripe_dashboard: { type: 'none' },
} as const

const individual = (country: string, more: object = {}) =>
  stripe.accounts.create({
    country,
    business_type: 'individual',
    controller: CONTROLLER,
    capabilities: { transfers: { requested: true } },
    ...more,
  })

describe('an individual', () => {
  test('is the representative of their account, and is found as such', async () => {
    const { id, individual: person } = await individual('US', { individual: { first_name: 'Maya' } })
    expect(person?.relationship).toMatchObject({
      representative: true,
      owner: false,
      director: false,
      executive: false,
      legal_guardian: false,
      percent_ownership: null,
      title: null,
    })
    const found = await stripe.accounts.listPersons(id, { relationship: { representative: true } })
    expect(found.data.map((one) => one.id)).toEqual([person?.id])
  })

  test('has a company at their own address', async () => {
    const address = { line1: '1 Main Street', city: 'Springfield', state: 'IL', postal_code: '62701' }
    const { company } = await individual('US', { individual: { address, phone: '0000000000' } })
    expect(company).toMatchObject({
      address: { ...address, country: 'US' },
      phone: '+10000000000',
      owners_provided: true,
      directors_provided: true,
      executives_provided: true,
      tax_id_provided: false,
    })
  })

  test('may be as old as the century before', async () => {
    const dob = { day: 2, month: 1, year: 1901 }
    expect((await individual('US', { individual: { dob } })).individual?.dob).toEqual(dob)
    await expect(individual('US', { individual: { dob: { ...dob, year: 1899 } } })).rejects.toMatchObject({
      param: 'individual[dob][year]',
    })
  })

  test('is called by their website, on statements, too', async () => {
    const { settings } = await individual('US', {
      business_profile: { url: 'https://maya.pottery.example.com/' },
    })
    expect(settings).toMatchObject({
      dashboard: { display_name: 'maya.pottery.example' },
      payments: { statement_descriptor: 'MAYA.POTTERY.EXAMPLE.C' },
      card_payments: { statement_descriptor_prefix: 'MAYA.POTTE' },
    })
  })
})

test.each([
  ['AU', '110000', '000123456', '11 0000'],
  ['CA', '11000-000', '000123456789', '11000-000'],
  ['GB', '108800', '00012345', '10-88-00'],
  ['HK', '110-000', '000123456', '110-000'],
  ['SG', '1100-000', '000123456', '1100-000'],
])(
  'the number of a bank in %s is shown in groups',
  async (country, routing_number, account_number, shown) => {
    const { external_accounts } = await individual(country, {
      external_account: { object: 'bank_account', country, routing_number, account_number },
    })
    expect(external_accounts?.data[0]).toMatchObject({
      routing_number: shown,
      available_payout_methods: ['standard'],
    })
  },
)

test('a token of a bank account that cannot exist is not made', async () => {
  const details = { country: 'US', currency: 'usd', account_number: '000123456789', routing_number: '123' }
  await expect(stripe.tokens.create({ bank_account: details })).rejects.toMatchObject({
    code: 'routing_number_invalid',
    param: 'bank_account[routing_number]',
  })
})

test('the platform itself has settings, a profile and capabilities', async () => {
  const { settings, business_profile, capabilities } = await stripe.accounts.retrieveCurrent()
  expect(settings?.dashboard.display_name).toEqual(expect.any(String))
  expect(business_profile?.name).toEqual(expect.any(String))
  expect(capabilities).toMatchObject({ transfers: 'active' })
})

test('account links are made by the names from before 2020-08-27, too', async () => {
  const { id } = await individual('US')
  const old = {
    account: id,
    type: 'custom_account_verification',
    success_url: 'https://e.com/a',
    failure_url: 'https://e.com/b',
  }
  const { url } = await stripe.accountLinks.create(old as never)
  const answer = await fetch(url, { method: 'POST', redirect: 'manual' })
  expect(answer.headers.get('location')).toBe('https://e.com/a')
})
