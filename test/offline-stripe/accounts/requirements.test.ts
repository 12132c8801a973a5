import fc from 'fast-check'
import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { startBench } from '../support.ts'
import { activeSeller, createSeller, give, submitSeller } from './seller.ts'

const bench = await startBench()
const { stripe } = bench

const DAY = 24 * 60 * 60
const DOCUMENT = 'individual.verification.document'
const FORTNIGHT = 14 * 24 * 60 * 60

function impose(account: string, state: object) {
  return bench.control('POST', 'requirements', { account, ...state })
}

describe('what is due', () => {
  it('is only how to be paid and the agreement while no capability is requested', async () => {
    const account = await createSeller(bench, 'GB', { capabilities: {} })
    expect(account.requirements).toMatchObject({
      currently_due: ['external_account', 'tos_acceptance.date', 'tos_acceptance.ip'],
      disabled_reason: 'action_required.requested_capabilities',
    })
  })

  it('is overdue from the start, since nothing is enabled without it', async () => {
    const { requirements } = await createSeller(bench, 'GB')
    expect(requirements?.disabled_reason).toBe('requirements.past_due')
    expect(requirements?.past_due).toEqual(requirements?.currently_due)
    const submitted = await submitSeller(bench, 'GB')
    expect(submitted.requirements?.past_due).toEqual([])
    await bench.advance(3)
    const refused = await stripe.accounts.retrieve(submitted.id)
    expect(refused.requirements).toMatchObject({ currently_due: [DOCUMENT], past_due: [DOCUMENT] })
  })

  it('says nothing of the business with transfers alone', async () => {
    const account = await createSeller(bench, 'GB', { capabilities: { transfers: { requested: true } } })
    expect(account.requirements?.currently_due).toContain('individual.first_name')
    expect(
      account.requirements?.currently_due?.filter((path) => path.startsWith('business_profile')),
    ).toEqual([])
  })

  it('says nothing of the owner before the type of business is known', async () => {
    const { id } = await stripe.accounts.create({ type: 'custom', country: 'GB' })
    const account = await stripe.accounts.update(id, { capabilities: { transfers: { requested: true } } })
    expect(account.requirements?.currently_due).toEqual([
      'business_type',
      'external_account',
      'tos_acceptance.date',
      'tos_acceptance.ip',
    ])
  })

  it('speaks of the owner who became one as of a person, and of groups until they are complete', async () => {
    const company = await createSeller(bench, 'DE', { business_type: 'company' })
    expect(company.requirements?.currently_due).toEqual(
      expect.arrayContaining([
        'owners.first_name',
        'directors.email',
        'representative.dob.day',
        'company.tax_id',
      ]),
    )
    const owner = await stripe.accounts.createPerson(company.id, {
      first_name: 'Robin',
      relationship: { owner: true },
    })
    await stripe.accounts.update(company.id, {
      company: { directors_provided: true, tax_id: 'HRA000000000' },
    })
    const { requirements } = await stripe.accounts.retrieve(company.id)
    expect(requirements?.currently_due).toContain(`${owner.id}.last_name`)
    expect(requirements?.currently_due).not.toContain(`${owner.id}.first_name`)
    for (const gone of ['owners.first_name', 'directors.email', 'company.tax_id'])
      expect(requirements?.currently_due).not.toContain(gone)
  })

  it('comes back when a value is unset', async () => {
    const account = await createSeller(bench, 'GB', { individual: { email: 'robin@example.com' } })
    expect(account.requirements?.currently_due).not.toContain('individual.email')
    const unset = await stripe.accounts.update(account.id, { individual: { email: '' } })
    expect(unset.requirements?.currently_due).toContain('individual.email')
  })

  it('shrinks by exactly what is given, whatever the order, and nothing is enabled before all of it', async () => {
    const created = await createSeller(bench, 'JP')
    const asked = created.requirements?.currently_due ?? []
    const dob = asked.filter((path) => path.startsWith('individual.dob.'))
    const others = asked.filter((path) => !dob.includes(path))
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(others), fc.nat({ max: others.length }), async (order, cut) => {
        let account = await createSeller(bench, 'JP')
        for (const part of [order.slice(0, cut), order.slice(cut)]) {
          const before = account.requirements?.currently_due ?? []
          account = await give(bench, account, part)
          expect(account.requirements?.currently_due).toEqual(before.filter((path) => !part.includes(path)))
          expect(account.requirements?.eventually_due).toEqual(
            expect.arrayContaining(account.requirements?.currently_due ?? []),
          )
          expect(account).toMatchObject({ payouts_enabled: false, details_submitted: false })
          expect(account.requirements?.disabled_reason).not.toBeNull()
        }
      }),
      { numRuns: 10 },
    )
  })
})

describe('a deadline', () => {
  it('comes with what is due after the account was active, and disables it when it passes', async () => {
    const account = await activeSeller(bench, 'GB')
    const unset = await stripe.accounts.update(account.id, { business_profile: { mcc: '' } })
    expect(unset).toMatchObject({
      payouts_enabled: true,
      requirements: { currently_due: ['business_profile.mcc'] },
    })
    const deadline = unset.requirements?.current_deadline ?? 0

    await bench.advance(FORTNIGHT - 60)
    expect(await stripe.accounts.retrieve(account.id)).toMatchObject({ payouts_enabled: true })
    await bench.advance(60)
    expect(await stripe.accounts.retrieve(account.id)).toMatchObject({
      payouts_enabled: false,
      charges_enabled: false,
      capabilities: { transfers: 'inactive' },
      requirements: {
        current_deadline: deadline,
        disabled_reason: 'requirements.past_due',
        past_due: ['business_profile.mcc'],
      },
    })

    const answered = await stripe.accounts.update(account.id, { business_profile: { mcc: '5947' } })
    expect(answered).toMatchObject({
      payouts_enabled: true,
      requirements: { current_deadline: null, disabled_reason: null, past_due: [] },
    })
  })

  it('is not waited for when there is no bank account or agreement', async () => {
    const account = await activeSeller(bench, 'CA')
    await bench.stripe.accounts.createExternalAccount(account.id, {
      external_account: {
        object: 'bank_account',
        country: 'US',
        currency: 'usd',
        account_number: '000123456789',
        routing_number: '110000000',
      },
    })
    await stripe.accounts.update(account.id, { default_currency: 'usd' })
    for (const { id } of account.external_accounts?.data ?? [])
      await stripe.accounts.deleteExternalAccount(account.id, id)
    expect(await stripe.accounts.retrieve(account.id)).toMatchObject({ payouts_enabled: true })
    await stripe.accounts.update(account.id, { default_currency: 'cad' })
    const [last] = (await stripe.accounts.listExternalAccounts(account.id)).data
    await stripe.accounts.deleteExternalAccount(account.id, last?.id ?? '')
    expect(await stripe.accounts.retrieve(account.id)).toMatchObject({
      payouts_enabled: false,
      requirements: { past_due: ['external_account'], disabled_reason: 'requirements.past_due' },
    })
  })
})

describe('a capability that is requested later', () => {
  it('waits for what it needs, while the others go on', async () => {
    const account = await activeSeller(bench, 'GB', { capabilities: { transfers: { requested: true } } })
    const asked = await stripe.accounts.update(account.id, {
      capabilities: { card_payments: { requested: true } },
    })
    expect(asked).toMatchObject({
      charges_enabled: false,
      payouts_enabled: true,
      capabilities: { card_payments: 'inactive', transfers: 'active' },
      requirements: { currently_due: ['business_profile.mcc', 'business_profile.url'] },
    })
    const given = await give(bench, asked, asked.requirements?.currently_due ?? [])
    expect(given).toMatchObject({ charges_enabled: true, capabilities: { card_payments: 'active' } })
  })
})

describe('a seller without a website', () => {
  it('says what is sold instead, as the alternatives of its web address offer', async () => {
    const account = await activeSeller(bench, 'GB', { capabilities: { transfers: { requested: true } } })
    const asked = await stripe.accounts.update(account.id, {
      business_profile: { mcc: '5947', product_description: '', url: '' },
      capabilities: { card_payments: { requested: true } },
    })
    expect(asked.requirements).toMatchObject({
      currently_due: ['business_profile.url'],
      alternatives: [
        {
          original_fields_due: ['business_profile.url'],
          alternative_fields_due: ['business_profile.product_description'],
        },
      ],
    })
    const product_description = 'Pots, thrown and glazed by hand'
    const given = await stripe.accounts.update(account.id, { business_profile: { product_description } })
    expect(given.requirements).toMatchObject({ currently_due: [], alternatives: [] })
  })
})

describe('verification', () => {
  it('judges the data as they are when it ends', async () => {
    const individual = { dob: { day: 1, month: 1, year: 1901 } }
    const { id } = await submitSeller(bench, 'GB', { individual })
    await stripe.accounts.update(id, { individual: { dob: { day: 2, month: 2, year: 1982 } } })
    await bench.advance(4)
    expect(await stripe.accounts.retrieve(id)).toMatchObject({
      payouts_enabled: false,
      requirements: { currently_due: [DOCUMENT] },
    })
  })

  it('leaves an active account enabled while it looks at a change', async () => {
    const account = await activeSeller(bench, 'GB')
    const changed = await stripe.accounts.update(account.id, {
      individual: { dob: { day: 2, month: 2, year: 1982 } },
    })
    expect(changed).toMatchObject({ payouts_enabled: true, capabilities: { transfers: 'active' } })
    await bench.advance(3)
    const asked = await stripe.accounts.retrieve(account.id)
    expect(asked).toMatchObject({ payouts_enabled: true, requirements: { currently_due: [DOCUMENT] } })
    expect(asked.requirements?.current_deadline).not.toBeNull()
  })

  it('wins no time for an account that is past its deadline', async () => {
    const account = await activeSeller(bench, 'GB')
    await stripe.accounts.update(account.id, { individual: { dob: { day: 2, month: 2, year: 1982 } } })
    await bench.advance(3)
    await bench.advance(FORTNIGHT)
    const front = 'file_identity_document_failure'
    const answered = await stripe.accounts.update(account.id, {
      individual: { verification: { document: { front } } },
    })
    expect(answered.requirements).toMatchObject({
      currently_due: [],
      pending_verification: [DOCUMENT],
      disabled_reason: 'requirements.pending_verification',
    })
    await bench.advance(3)
    expect(await stripe.accounts.retrieve(account.id)).toMatchObject({
      payouts_enabled: false,
      requirements: { past_due: [DOCUMENT], disabled_reason: 'requirements.past_due' },
    })
  })

  it('ends without a verdict when the data go back to what they were', async () => {
    const individual = { dob: { day: 1, month: 1, year: 1901 } }
    const account = await submitSeller(bench, 'GB', { individual })
    await bench.advance(3)
    const changed = await stripe.accounts.update(account.id, { individual: { last_name: 'Wren' } })
    expect(changed.individual?.verification?.status).toBe('pending')
    const reverted = await stripe.accounts.update(account.id, {
      individual: { last_name: account.individual?.last_name ?? '' },
    })
    expect(reverted.individual?.verification?.status).toBe('verified')
    expect(reverted.requirements?.pending_verification).toEqual([])
  })

  it('does not begin for an account that asks for no capability', async () => {
    const account = await submitSeller(bench, 'GB', { capabilities: {} })
    await bench.advance(3)
    expect(await stripe.accounts.retrieve(account.id)).toMatchObject({ details_submitted: false })
    const requested = await stripe.accounts.update(account.id, {
      capabilities: { transfers: { requested: true } },
    })
    expect(requested).toMatchObject({ payouts_enabled: false, capabilities: { transfers: 'inactive' } })
  })

  it('does not begin again for what it does not look at', async () => {
    const account = await activeSeller(bench, 'GB')
    const changed = await stripe.accounts.update(account.id, { metadata: { shop: '7' } })
    expect(changed.requirements?.pending_verification).toEqual([])
  })
})

describe('POST /_offline-stripe/requirements', () => {
  it('puts an account into a state, which the data then resolve', async () => {
    const account = await activeSeller(bench, 'GB')
    const now = Number((await bench.control('GET', 'clock')).now)
    await impose(account.id, {
      currently_due: ['individual.verification.additional_document'],
      current_deadline: now + 3600,
      errors: [{ code: 'invalid_street_address', requirement: 'individual.address.line1' }],
      eventually_due: ['individual.id_number'],
    })
    const restricted = await stripe.accounts.retrieve(account.id)
    expect(restricted).toMatchObject({
      payouts_enabled: true,
      requirements: {
        current_deadline: now + 3600,
        currently_due: ['individual.address.line1', 'individual.verification.additional_document'],
        errors: [{ code: 'invalid_street_address', requirement: 'individual.address.line1' }],
        eventually_due: expect.arrayContaining(['individual.id_number']),
      },
    })
    await bench.advance(3600)
    expect(await stripe.accounts.retrieve(account.id)).toMatchObject({ payouts_enabled: false })

    await stripe.accounts.update(account.id, {
      individual: {
        address: { line1: '3 Loom Street' },
        verification: { additional_document: { front: 'file_identity_document_success' } },
      },
    })
    await bench.advance(3)
    expect(await stripe.accounts.retrieve(account.id)).toMatchObject({
      payouts_enabled: true,
      requirements: { currently_due: [], current_deadline: null, errors: [] },
    })
  })

  it('announces what is to come, alternatives and reviews', async () => {
    const account = await activeSeller(bench, 'GB')
    const alternatives = [
      {
        original_fields_due: ['individual.id_number'],
        alternative_fields_due: ['individual.registered_address.line1'],
      },
    ]
    await impose(account.id, {
      alternatives,
      currently_due: ['individual.id_number'],
      future_requirements: {
        currently_due: [DOCUMENT],
        current_deadline: 1_999_999_999,
        eventually_due: [DOCUMENT],
      },
      pending_verification: ['individual.address.line1'],
    })
    expect(await stripe.accounts.retrieve(account.id)).toMatchObject({
      requirements: { alternatives, pending_verification: ['individual.address.line1'] },
      future_requirements: {
        currently_due: [DOCUMENT],
        current_deadline: 1_999_999_999,
        disabled_reason: null,
      },
    })
  })

  it('demands at its deadline what was to come', async () => {
    const account = await activeSeller(bench, 'GB')
    const { now } = await bench.control('GET', 'clock')
    const current_deadline = Number(now) + 10 * DAY
    const [answered, open] = ['individual.nationality', DOCUMENT]
    const currently_due = [answered, open]
    await impose(account.id, {
      future_requirements: { currently_due, current_deadline, eventually_due: [open] },
    })
    expect(await stripe.accounts.retrieve(account.id)).toMatchObject({
      requirements: { currently_due: [] },
      future_requirements: { currently_due, current_deadline },
    })
    await stripe.accounts.updatePerson(account.id, account.individual?.id ?? '', { nationality: 'GB' })
    await bench.advance(11 * DAY)
    expect(await stripe.accounts.retrieve(account.id)).toMatchObject({
      payouts_enabled: true,
      requirements: { currently_due: [open], current_deadline: current_deadline + 14 * DAY },
      future_requirements: { currently_due: [], current_deadline: null, eventually_due: [] },
    })
    await bench.advance(14 * DAY)
    expect(await stripe.accounts.retrieve(account.id)).toMatchObject({
      payouts_enabled: false,
      requirements: { past_due: [open] },
    })
  })

  it('forgets what was to come when something else is imposed', async () => {
    const account = await activeSeller(bench, 'GB')
    const { now } = await bench.control('GET', 'clock')
    const [first, second] = [Number(now) + DAY, Number(now) + 2 * DAY]
    for (const current_deadline of [first, second])
      await impose(account.id, { future_requirements: { currently_due: [DOCUMENT], current_deadline } })
    await bench.advance(1.5 * DAY)
    expect(await stripe.accounts.retrieve(account.id)).toMatchObject({ requirements: { currently_due: [] } })
    await impose(account.id, {})
    await bench.advance(DAY)
    expect(await stripe.accounts.retrieve(account.id)).toMatchObject({ requirements: { currently_due: [] } })
  })

  it('disables and enables again by a reason', async () => {
    const account = await activeSeller(bench, 'GB')
    await impose(account.id, { disabled_reason: 'platform_paused' })
    expect(await stripe.accounts.retrieve(account.id)).toMatchObject({
      payouts_enabled: false,
      requirements: { disabled_reason: 'platform_paused' },
    })
    await impose(account.id, {})
    expect(await stripe.accounts.retrieve(account.id)).toMatchObject({ payouts_enabled: true })
  })
})

describe('enabled and disabled', () => {
  it('always have a reason, and go together with the capabilities', async () => {
    const states = await Promise.all([
      createSeller(bench, 'US'),
      submitSeller(bench, 'US'),
      activeSeller(bench, 'US'),
      createSeller(bench, 'DE', { capabilities: {} }),
    ])
    const enabled = (account: Stripe.Account) => account.requirements?.disabled_reason === null
    for (const account of states) {
      expect(account.payouts_enabled).toBe(enabled(account))
      expect(account.charges_enabled).toBe(enabled(account))
      for (const status of Object.values(account.capabilities ?? {}))
        expect(status === 'active').toBe(enabled(account))
    }
    expect(states.map(enabled)).toEqual([false, false, true, false])
  })
})
