import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { startBench } from '../support.ts'
import { activeSeller, bankAccount, CONTROLLER, createSeller, submitSeller } from './seller.ts'

const bench = await startBench()
const { stripe } = bench

describe('making an account', () => {
  it.each([
    [{ controller: CONTROLLER }, 'custom', 'application', 'none'],
    [{ type: 'custom' }, 'custom', 'application_custom', 'none'],
    [{ type: 'express' }, 'express', 'application_express', 'express'],
    [{}, 'standard', 'account', 'full'],
    [{ controller: { ...CONTROLLER, stripe_dashboard: { type: 'full' } } }, 'none', 'application', 'full'],
  ] as [Stripe.AccountCreateParams, string, string, string][])(
    '%j: who answers for it',
    async (params, type, payer, dashboard) => {
      const account = await stripe.accounts.create(params)
      expect(account).toMatchObject({
        type,
        country: 'US',
        default_currency: 'usd',
        controller: {
          type: 'application',
          is_controller: true,
          fees: { payer },
          stripe_dashboard: { type: dashboard },
        },
      })
    },
  )

  it('refuses a type beside a controller, and a country that is not served', async () => {
    await expect(stripe.accounts.create({ type: 'custom', controller: CONTROLLER })).rejects.toMatchObject({
      param: 'type',
    })
    await expect(stripe.accounts.create({ country: 'KP' })).rejects.toMatchObject({
      code: 'country_unsupported',
      param: 'country',
    })
    await expect(stripe.accounts.create({ country: 'ZZ' })).rejects.toMatchObject({
      code: 'country_code_invalid',
      param: 'country',
    })
  })

  it('takes everything in one call', async () => {
    const account = await createSeller(bench, 'GB', {
      email: 'robin@example.com',
      business_profile: { mcc: '5947', url: 'fern-and-clay.example.com' },
      external_account: bankAccount('GB'),
      individual: { first_name: 'Robin', address: { city: 'Leeds', postal_code: 'LS1 4AP' } },
      metadata: { shop: '7' },
      settings: { payouts: { schedule: { interval: 'weekly', weekly_anchor: 'friday' } } },
      tos_acceptance: { date: 1_700_000_000, ip: '203.0.113.7', user_agent: 'Firefox' },
    })
    expect(account).toMatchObject({
      email: 'robin@example.com',
      external_accounts: { data: [{ last4: '2345', currency: 'gbp', status: 'new' }] },
      individual: { first_name: 'Robin', address: { city: 'Leeds', country: 'GB' } },
      metadata: { shop: '7' },
      settings: { payouts: { schedule: { interval: 'weekly', weekly_anchor: 'friday' } } },
      tos_acceptance: { date: 1_700_000_000, ip: '203.0.113.7' },
    })
    expect(await stripe.accounts.retrieve(account.id)).toMatchObject({
      id: account.id,
      email: 'robin@example.com',
    })
  })
})

describe('a wrong value', () => {
  it.each([
    [{ email: 'robin@' }, 'email', 'email_invalid'],
    [{ individual: { email: 'robin at example' } }, 'individual[email]', 'email_invalid'],
    [{ individual: { phone: '12' } }, 'individual[phone]', undefined],
    [
      { individual: { address: { postal_code: '9410' } } },
      'individual[address][postal_code]',
      'postal_code_invalid',
    ],
    [{ individual: { address: { state: 'GU' } } }, 'individual[address][state]', 'state_unsupported'],
    [
      { individual: { address: { state: 'ZZ' } } },
      'individual[address][state]',
      'account_country_invalid_state',
    ],
    [
      { individual: { address: { country: 'ES', postal_code: '53001' } } },
      'individual[address][postal_code]',
      'postal_code_invalid',
    ],
    [{ individual: { address: { country: 'usa' } } }, 'individual[address][country]', 'country_code_invalid'],
    [{ individual: { id_number: '666-12-3456' } }, 'individual[id_number]', undefined],
    [{ individual: { id_number: '12345' } }, 'individual[id_number]', undefined],
    [{ individual: { ssn_last_4: '12' } }, 'individual[ssn_last_4]', undefined],
    [{ individual: { dob: { day: 31, month: 2, year: 1985 } } }, 'individual[dob][day]', undefined],
    [
      { individual: { dob: { day: 1, month: 13, year: 1985 } } },
      'individual[dob][month]',
      'parameter_invalid_integer',
    ],
    [{ individual: { dob: { day: 1, month: 1, year: 2024 } } }, 'individual[dob][year]', undefined],
    [
      { individual: { dob: { day: 1, month: 1, year: 1890 } } },
      'individual[dob][year]',
      'parameter_invalid_integer',
    ],
    [{ individual: { dob: { day: 1, month: 1 } } }, 'individual[dob][year]', 'parameter_missing'],
    [{ individual: { documents: { visa: '' } } }, 'individual[documents]', 'parameter_unknown'],
    [{ business_profile: { url: 'not a url' } }, 'business_profile[url]', 'url_invalid'],
    [{ business_profile: { url: 'https://münchen.de' } }, 'business_profile[url]', 'url_invalid'],
    [
      { business_profile: { support_url: 'https://a.com/ä' } },
      'business_profile[support_url]',
      'url_invalid',
    ],
    [
      { business_profile: { specified_commercial_transactions_act_url: 'https://a.com/a b' } },
      'business_profile[specified_commercial_transactions_act_url]',
      'url_invalid',
    ],
    [{ business_profile: { mcc: '59' } }, 'business_profile[mcc]', undefined],
    [{ tos_acceptance: { ip: '999.1.1.1' } }, 'tos_acceptance[ip]', undefined],
    [{ tos_acceptance: { date: 4_102_444_800 } }, 'tos_acceptance[date]', undefined],
    [
      { capabilities: { teleportation: { requested: true } } },
      'capabilities[teleportation]',
      'parameter_unknown',
    ],
    [
      { settings: { payouts: { schedule: { interval: 'weekly' } } } },
      'settings[payouts][schedule][weekly_anchor]',
      'parameter_missing',
    ],
    [
      { settings: { payouts: { schedule: { delay_days: 1 } } } },
      'settings[payouts][schedule][delay_days]',
      undefined,
    ],
    [{ country: 'GB' }, 'country', 'parameter_unknown'],
    [{ default_currency: 'eur' }, 'default_currency', undefined],
    [
      { company: { verification: { document: { front: 'file_1' } } } },
      'company[verification][document][front]',
      'resource_missing',
    ],
  ])('%j is refused at %s', async (params, param, code) => {
    const { id } = await createSeller(bench)
    const error = await stripe.accounts
      .update(id, params as Stripe.AccountUpdateParams)
      .catch((caught) => caught)
    expect(error).toMatchObject({ type: 'StripeInvalidRequestError', param })
    expect(error.code).toBe(code)
  })

  it('changes nothing, not even what came before it in the call', async () => {
    const { id } = await createSeller(bench)
    const params = {
      email: 'robin@example.com',
      external_account: { ...bankAccount('US'), routing_number: '1' },
    }
    await expect(stripe.accounts.update(id, params)).rejects.toMatchObject({ code: 'routing_number_invalid' })
    expect((await stripe.accounts.retrieve(id)).email).toBeNull()
  })
})

describe('changing an account', () => {
  it('merges hashes and metadata, and unsets what is empty', async () => {
    const { id } = await createSeller(bench, 'GB', {
      individual: { first_name: 'Robin', address: { line1: '12 Kiln Lane', city: 'Leeds' } },
      metadata: { shop: '7', hall: 'b' },
    })
    const changed = await stripe.accounts.update(id, {
      individual: { first_name: '', address: { city: 'York' } },
      metadata: { hall: '' },
    })
    expect(changed.individual).toMatchObject({
      first_name: null,
      address: { line1: '12 Kiln Lane', city: 'York' },
    })
    expect(changed.metadata).toEqual({ shop: '7' })
  })

  it('keeps metadata under any names', async () => {
    const { id } = await createSeller(bench)
    const metadata = { 0: 'a', 1: 'b' }
    expect((await stripe.accounts.update(id, { metadata })).metadata).toEqual({ 0: 'a', 1: 'b' })
  })

  it('lets the type of business change until everything was submitted', async () => {
    const { id } = await createSeller(bench, 'GB', { individual: { first_name: 'Robin' } })
    const company = await stripe.accounts.update(id, { business_type: 'company' })
    expect(company.individual).toBeUndefined()
    expect(company.company?.name).toBeNull()
    await expect(stripe.accounts.update(id, { individual: { first_name: 'Robin' } })).rejects.toMatchObject({
      param: 'individual',
    })

    const submitted = await submitSeller(bench, 'GB')
    await expect(stripe.accounts.update(submitted.id, { business_type: 'company' })).rejects.toMatchObject({
      param: 'business_type',
    })
  })

  it('keeps the service agreement that was accepted, which decides the capabilities', async () => {
    const { id } = await createSeller(bench, 'GB', {
      capabilities: { transfers: { requested: true } },
      tos_acceptance: { service_agreement: 'recipient', date: 1_700_000_000, ip: '203.0.113.7' },
    })
    await expect(
      stripe.accounts.update(id, { tos_acceptance: { service_agreement: 'full' } }),
    ).rejects.toMatchObject({
      param: 'tos_acceptance[service_agreement]',
    })
    await expect(
      stripe.accounts.update(id, { capabilities: { card_payments: { requested: true } } }),
    ).rejects.toMatchObject({ param: 'capabilities[card_payments][requested]' })
  })
})

describe('finding accounts', () => {
  it('lists the newest first, by pages and by when they were made', async () => {
    const first = await createSeller(bench)
    await bench.advance(10)
    const second = await createSeller(bench)
    const page = await stripe.accounts.list({ limit: 1 })
    expect(page).toMatchObject({ has_more: true, data: [{ id: second.id }] })
    const next = await stripe.accounts.list({ limit: 1, starting_after: second.id })
    expect(next.data).toMatchObject([{ id: first.id }])
    const since = await stripe.accounts.list({ created: { gte: second.created ?? 0 } })
    expect(since.data.map(({ id }) => id)).toEqual([second.id])
  })

  it('finds the platform by its id', async () => {
    const platform = await stripe.accounts.retrieveCurrent()
    expect(await stripe.accounts.retrieve(platform.id)).toEqual(
      expect.objectContaining({ id: platform.id, email: platform.email }),
    )
  })

  it('has none below a connected account, which can make none either', async () => {
    const { id } = await createSeller(bench)
    const on = { stripeAccount: id }
    expect((await stripe.accounts.list({}, on)).data).toEqual([])
    await expect(stripe.accounts.create({ type: 'custom' }, on)).rejects.toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('signed up for Connect'),
    })
  })

  it('shows an account to itself and to the platform, and to nobody else', async () => {
    const [own, other] = [await createSeller(bench), await createSeller(bench)]
    expect((await stripe.accounts.retrieve(own.id, {}, { stripeAccount: own.id })).id).toBe(own.id)
    const denied = { statusCode: 403, code: 'account_invalid' }
    await expect(stripe.accounts.retrieve(own.id, {}, { stripeAccount: other.id })).rejects.toMatchObject(
      denied,
    )
    await expect(stripe.accounts.retrieve('acct_1nobody')).rejects.toMatchObject(denied)
  })
})

describe('an end', () => {
  it('by deletion leaves nothing', async () => {
    const account = await activeSeller(bench)
    expect(await stripe.accounts.del(account.id)).toEqual(
      expect.objectContaining({ id: account.id, deleted: true }),
    )
    await expect(stripe.accounts.retrieve(account.id)).rejects.toMatchObject({ code: 'account_invalid' })
    await expect(stripe.accounts.listPersons(account.id)).rejects.toMatchObject({ code: 'account_invalid' })
  })

  it.each([
    ['fraud_other', 'rejected.platform_fraud'],
    ['fraud', 'rejected.platform_fraud'],
    ['terms_of_service', 'rejected.platform_terms_of_service'],
    ['other', 'rejected.platform_other'],
    ['credit', 'rejected.platform_other'],
  ])(
    'by rejection for %s disables with %s, until the platform takes it back',
    async (reason, disabled_reason) => {
      const { id } = await activeSeller(bench)
      const rejected = await stripe.accounts.reject(id, { reason })
      expect(rejected).toMatchObject({
        payouts_enabled: false,
        charges_enabled: false,
        capabilities: { transfers: 'inactive' },
        requirements: { disabled_reason },
      })
      await expect(stripe.accounts.reject(id, { reason })).rejects.toMatchObject({ statusCode: 400 })
      expect(await stripe.accounts.unreject(id)).toMatchObject({
        payouts_enabled: true,
        requirements: { disabled_reason: null },
      })
      await expect(stripe.accounts.unreject(id)).rejects.toMatchObject({ statusCode: 400 })
    },
  )

  it('by rejection can leave payouts on', async () => {
    const { id } = await activeSeller(bench)
    const rejected = await stripe.accounts.reject(id, { reason: 'other', payouts_action: 'none' })
    expect(rejected).toMatchObject({ payouts_enabled: true, charges_enabled: false })
  })
})
