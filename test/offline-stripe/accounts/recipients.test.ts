import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import {
  recipientCountries,
  recipientCountry,
} from '../../../src/offline-stripe/countries/recipient-countries.ts'
import { transferCountries } from '../../../src/offline-stripe/countries/transfer-countries.ts'
import { startBench } from '../support.ts'
import { bankAccount, createSeller, give } from './seller.ts'

const bench = await startBench()
const { stripe } = bench

const RECIPIENT = {
  capabilities: { transfers: { requested: true } },
  tos_acceptance: { service_agreement: 'recipient' },
} satisfies Stripe.AccountCreateParams

/** What public programs give for an individual nearly everywhere (github.com/antiwork/gumroad, recorded answers of Stripe). */
const PERSON = {
  address: { line1: 'address_full_match', city: 'Capital', postal_code: '1000' },
  dob: { day: 1, month: 1, year: 1901 },
  email: 'robin@example.com',
  first_name: 'Robin',
  last_name: 'Weaver',
  phone: '0000000000',
}
const ACCEPTED = { date: 1_427_846_400, ip: '54.234.242.13', service_agreement: 'recipient' }

/** An account made in one call, as those programs make it. */
function inOneCall(country: string, individual: Stripe.AccountCreateParams.Individual = {}) {
  return stripe.accounts.create({
    type: 'custom',
    business_type: 'individual',
    capabilities: RECIPIENT.capabilities,
    country,
    external_account: bankAccount(country),
    individual: { ...PERSON, ...individual },
    settings: { payouts: { debit_negative_balances: false, schedule: { interval: 'manual' } } },
    tos_acceptance: ACCEPTED,
  })
}

describe('an individual where only the recipient agreement is possible', () => {
  it.each(recipientCountries())('%s: owes what Stripe asks, gives it, and is paid', async (country) => {
    const created = await createSeller(bench, country, RECIPIENT)
    const currency = recipientCountry(country)?.currency
    expect(created).toMatchObject({ country, default_currency: currency, payouts_enabled: false })
    const due = created.requirements?.currently_due ?? []
    expect(due).toEqual(
      expect.arrayContaining(['external_account', 'individual.first_name', 'tos_acceptance.date']),
    )
    expect(due.filter((path) => path.startsWith('business_profile'))).toEqual([])

    const active = await give(bench, created, due)
    expect(active).toMatchObject({
      capabilities: { transfers: 'active' },
      charges_enabled: true,
      details_submitted: true,
      individual: { verification: { status: 'unverified' } },
      payouts_enabled: true,
      requirements: {
        currently_due: [],
        disabled_reason: null,
        eventually_due: ['individual.verification.document'],
        pending_verification: [],
      },
      tos_acceptance: { service_agreement: 'recipient' },
    })
    expect(active.external_accounts?.data).toMatchObject([{ country, currency }])
  })

  it('is known in every country to which Stripe documents payouts, but for two with the full agreement', () => {
    const served = transferCountries('US').filter((country) => recipientCountry(country))
    expect(served).toEqual(recipientCountries())
    expect(served).toHaveLength(77)
    expect(served).not.toContain('HR')
    expect(served).not.toContain('LI')
  })

  it.each('AG AL EG KE KR NG PH RS SA TH TR TT TW VN ZA'.split(' '))(
    'in %s is paid at once when one call gives everything',
    async (country) => {
      expect(await inOneCall(country)).toMatchObject({
        payouts_enabled: true,
        requirements: {
          currently_due: [],
          past_due: [],
          eventually_due: ['individual.verification.document'],
        },
      })
    },
  )

  it.each([
    ['IN', '452010'],
    ['MY', '43200'],
  ])(
    'in %s, where the full agreement is possible, gives no more than elsewhere',
    async (country, postal_code) => {
      const { payouts_enabled, requirements } = await inOneCall(country, {
        address: { ...PERSON.address, postal_code },
      })
      expect(payouts_enabled).toBe(true)
      expect(requirements?.eventually_due).toEqual(['individual.verification.document'])
    },
  )

  it.each(['BO', 'CR', 'GT', 'PY', 'UY'])('in %s is asked for the id number alone', async (country) => {
    const missing = ['individual.id_number']
    const created = await inOneCall(country)
    expect(created).toMatchObject({
      capabilities: { transfers: 'inactive' },
      charges_enabled: false,
      details_submitted: false,
      payouts_enabled: false,
      requirements: {
        currently_due: missing,
        disabled_reason: 'requirements.past_due',
        eventually_due: missing,
        past_due: missing,
      },
    })
    const active = await stripe.accounts.update(created.id, { individual: { id_number: '000000000' } })
    expect(active.payouts_enabled).toBe(true)
  })

  it('is asked for the nationality in Pakistan', async () => {
    const { requirements } = await inOneCall('PK', { id_number: '0000000000000' })
    expect(requirements?.currently_due).toEqual(['individual.nationality'])
  })

  it.each(['BW', 'GM'])('is asked for no postal code in %s', async (country) => {
    const { postal_code: _none, ...address } = PERSON.address
    expect((await inOneCall(country, { address })).payouts_enabled).toBe(true)
  })

  it('is verified by a document', async () => {
    const { id, individual } = await inOneCall('TH')
    const document = { document: { front: 'file_identity_document_success' } }
    await stripe.accounts.updatePerson(id, individual?.id ?? '', { verification: document })
    await bench.advance(3)
    expect(await stripe.accounts.retrieve(id)).toMatchObject({
      individual: { verification: { status: 'verified' } },
      payouts_enabled: true,
      requirements: { eventually_due: [] },
    })
  })

  it.each([
    ['TH', 'thb', 100_000],
    ['VN', 'vnd', 100_000],
  ])('in %s receives payouts in %s', async (country, currency, amount) => {
    const { id: stripeAccount } = await inOneCall(country)
    await bench.control('POST', 'fund', { account: stripeAccount, amount, currency })
    const payout = await stripe.payouts.create({ amount, currency }, { stripeAccount })
    await bench.advance(7 * 24 * 60 * 60)
    expect(await stripe.payouts.retrieve(payout.id, {}, { stripeAccount })).toMatchObject({ status: 'paid' })
  })

  it('with a dashboard is led through hosted onboarding', async () => {
    const { id } = await stripe.accounts.create({ type: 'express', country: 'KE', ...RECIPIENT })
    const back = { refresh_url: 'https://example.com/again', return_url: 'https://example.com/done' }
    const { url } = await stripe.accountLinks.create({ account: id, type: 'account_onboarding', ...back })
    await fetch(url, { method: 'POST', redirect: 'manual' })
    expect(await stripe.accounts.retrieve(id)).toMatchObject({
      capabilities: { transfers: 'active' },
      payouts_enabled: true,
    })
  })
})

describe('a company under the recipient agreement', () => {
  it.each(['MX', 'TH', 'BS'])('in %s names no owners', async (country) => {
    const created = await createSeller(bench, country, { ...RECIPIENT, business_type: 'company' })
    const address = { city: 'Capital', line1: 'Harbour 1', ...(country !== 'BS' && { postal_code: '01000' }) }
    const active = await stripe.accounts.update(created.id, {
      company: { address, name: 'Fern and Clay', phone: '0000000000', tax_id: '000000000000' },
      external_account: bankAccount(country),
      tos_acceptance: { date: ACCEPTED.date, ip: ACCEPTED.ip },
    })
    expect(active).toMatchObject({
      payouts_enabled: true,
      requirements: { currently_due: [], eventually_due: [] },
    })
  })
})

describe('a service agreement', () => {
  it('is needed where there is no other', async () => {
    await expect(createSeller(bench, 'TH')).rejects.toMatchObject({
      code: 'country_unsupported',
      message: 'TH is not currently supported by Stripe.',
      param: 'country',
    })
    const { id } = await createSeller(bench, 'TH', RECIPIENT)
    const full = { tos_acceptance: { service_agreement: 'full' } }
    await expect(stripe.accounts.update(id, full)).rejects.toMatchObject({
      message: expect.stringContaining(
        'The full ToS agreement is not supported for platforms in US creating accounts in TH.',
      ),
      param: 'tos_acceptance[service_agreement]',
    })
  })

  it.each(['US', 'BR'])('for recipients is refused in %s', async (country) => {
    await expect(createSeller(bench, country, RECIPIENT)).rejects.toMatchObject({
      message: expect.stringContaining(
        `The recipient ToS agreement is not supported for platforms in US creating accounts in ${country}.`,
      ),
      param: 'tos_acceptance[service_agreement]',
    })
  })

  it('allows recipients nothing but transfers', async () => {
    const capabilities = { card_payments: { requested: true } }
    await expect(createSeller(bench, 'TH', { ...RECIPIENT, capabilities })).rejects.toMatchObject({
      param: 'capabilities[card_payments][requested]',
    })
  })
})

describe('a bank account where only the recipient agreement is possible', () => {
  it.each([
    ['TH', { routing_number: '99' }, 'external_account[routing_number]', 'routing_number_invalid'],
    ['KE', { routing_number: 'BARC' }, 'external_account[routing_number]', 'routing_number_invalid'],
    [
      'TR',
      { account_number: 'TR3200100099999' },
      'external_account[account_number]',
      'account_number_invalid',
    ],
    ['NG', { account_number: '111' }, 'external_account[account_number]', 'account_number_invalid'],
    ['TH', { currency: 'usd' }, 'external_account[currency]', undefined],
  ])('of %s with %j is refused at %s', async (country, wrong, param, code) => {
    const { id } = await createSeller(bench, country, RECIPIENT)
    const details = { ...bankAccount(country), ...wrong }
    const error = await stripe.accounts
      .createExternalAccount(id, { external_account: details })
      .catch((caught: unknown) => caught)
    expect(error).toMatchObject({ statusCode: 400, param })
    expect(error).toHaveProperty('code', code)
  })

  it.each([
    ['JM', '111-00000', '111-00000'],
    ['LK', 'AAAALKLXXXX-7010999', 'AAAALKLXXXX-7010999'],
    ['AZ', '123456-123456', '123456123456'],
    ['TR', 'ADABTRIS', 'ADABTRIS'],
    ['ZA', 'FIRNZAJJ', 'FIRNZAJJXXX'],
    ['IL', undefined, '110000000'],
    ['PE', undefined, '999'],
  ])('of %s at %s is shown at %s', async (country, routing_number, shown) => {
    const { id } = await createSeller(bench, country, RECIPIENT)
    const external_account = { ...bankAccount(country), ...(routing_number && { routing_number }) }
    const added = await stripe.accounts.createExternalAccount(id, { external_account })
    expect(added).toMatchObject({ routing_number: shown })
  })
})
