import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { countrySpec } from '../../../src/offline-stripe/countries/index.ts'
import { someCountries } from '../../support/breadth.ts'
import { startBench } from '../support.ts'
import { completed, createCompany } from './company.ts'
import { bankAccount, createSeller } from './seller.ts'

const bench = await startBench()
const { stripe } = bench

it('a company that gives all of itself and its people is verified by its people', async () => {
  const { id } = await createSeller(bench, 'US', {
    business_type: 'company',
    business_profile: {
      mcc: '5947',
      name: 'Fern and Clay',
      product_description: 'Pots, thrown and glazed by hand',
      url: 'https://fern-and-clay.example.com',
    },
    company: {
      address: { line1: '12 Kiln Lane', city: 'San Francisco', postal_code: '94103', state: 'CA' },
      name: 'Fern and Clay Inc',
      owners_provided: true,
      phone: '0000000000',
      tax_id: '123456780',
    },
    external_account: bankAccount('US'),
    settings: {
      card_payments: { statement_descriptor_prefix: 'FERN' },
      payments: { statement_descriptor: 'FERN AND CLAY' },
    },
    tos_acceptance: { date: 1_700_000_000, ip: '203.0.113.7' },
  })
  const chief = await stripe.accounts.createPerson(id, {
    address: { line1: '12 Kiln Lane', city: 'San Francisco', postal_code: '94103', state: 'CA' },
    dob: { day: 17, month: 4, year: 1985 },
    email: 'robin@example.com',
    first_name: 'Robin',
    last_name: 'Weaver',
    phone: '0000000000',
    relationship: { representative: true, title: 'Potter' },
  })
  const waiting = await stripe.accounts.retrieve(id)
  expect(waiting.requirements?.currently_due).toEqual([`${chief.id}.ssn_last_4`])
  expect(waiting.requirements?.eventually_due).toEqual([`${chief.id}.id_number`, `${chief.id}.ssn_last_4`])
  expect(waiting.company).toMatchObject({ tax_id_provided: true, vat_id_provided: false })
  expect(JSON.stringify(waiting)).not.toContain('123456780')

  const numbered = await stripe.accounts.updatePerson(id, chief.id, { id_number: '111111111' })
  expect(numbered.requirements?.pending_verification).toContain('id_number')
  await bench.advance(3)
  expect((await stripe.accounts.retrieve(id)).requirements?.errors).toMatchObject([
    { code: 'verification_failed_id_number_match', requirement: `${chief.id}.id_number` },
  ])
  await stripe.accounts.updatePerson(id, chief.id, { id_number: '222222222' })
  expect(await stripe.accounts.retrieve(id)).toMatchObject({
    payouts_enabled: true,
    requirements: { disabled_reason: null },
  })
})

const ROLES = ['representative', 'owner', 'director', 'executive'] as const

describe('a company with a representative, an owner, a director and an executive', () => {
  it.each(['US', 'GB', 'DE', 'JP', 'BR'])('in %s gives what is due, and is paid', async (country) => {
    const { id } = await createCompany(bench, country)
    for (const role of ROLES) await stripe.accounts.createPerson(id, { relationship: { [role]: true } })
    const account = await completed(bench, id)
    expect(account).toMatchObject({
      capabilities: { card_payments: 'active', transfers: 'active' },
      charges_enabled: true,
      details_submitted: true,
      payouts_enabled: true,
      requirements: { currently_due: [], disabled_reason: null, errors: [], pending_verification: [] },
    })
    expect((await stripe.accounts.listPersons(id)).data).toHaveLength(ROLES.length)
  })
})

describe('a company in every country', () => {
  it.each(someCountries)('%s: names those whom the country asks for, and is paid', async (country) => {
    const { id, requirements } = await createCompany(bench, country)
    const { minimum = [] } = countrySpec(country)?.verification_fields.company ?? {}
    const groups = (paths: readonly string[]) =>
      new Set(paths.map((path) => path.split('.')[0]).filter(isPeople))
    expect(groups(requirements?.currently_due ?? [])).toEqual(groups(minimum))
    expect(await completed(bench, id)).toMatchObject({ charges_enabled: true, payouts_enabled: true })
  })

  function isPeople(head: string | undefined): boolean {
    return /^(representative|owners|directors|executives)$/.test(head ?? '')
  }
})

describe('the owners of a company', () => {
  const OWNERS = ['company.owners_provided', 'owners.first_name']
  const ofOwners = ({ requirements }: Stripe.Account) =>
    OWNERS.filter((path) => requirements?.currently_due?.includes(path))

  it.each([
    ['US', 'company', undefined, OWNERS],
    ['US', 'company', 'private_corporation', OWNERS],
    ['US', 'company', 'public_corporation', []],
    ['US', 'company', 'public_partnership', []],
    ['US', 'non_profit', 'incorporated_non_profit', []],
    ['US', 'government_entity', 'governmental_unit', []],
    ['GB', 'non_profit', 'incorporated_non_profit', OWNERS],
    ['DE', 'company', 'public_corporation', []],
  ] as const)('in %s, a %s, structure %s, are due: %j', async (country, business_type, structure, due) => {
    const company = structure && { company: { structure } }
    const account = await createCompany(bench, country, { business_type, ...company })
    expect(ofOwners(account)).toEqual(due)
    expect(account.requirements?.currently_due).toContain('representative.first_name')
    expect(await completed(bench, account.id)).toMatchObject({ business_type, payouts_enabled: true })
  })

  it('need not be named with a reason for an exemption, until it is unset', async () => {
    const ownership_exemption_reason = 'qualifies_as_financial_institution'
    const { id, ...account } = await createCompany(bench, 'GB', { company: { ownership_exemption_reason } })
    expect(account.company).toMatchObject({ ownership_exemption_reason })
    expect(ofOwners({ id, ...account })).toEqual([])
    const unset = await stripe.accounts.update(id, { company: { ownership_exemption_reason: '' } })
    expect(unset.company).not.toHaveProperty('ownership_exemption_reason')
    expect(ofOwners(unset)).toEqual(OWNERS)
  })
})

describe('the type of a business', () => {
  it('can be corrected without naming its people again', async () => {
    const { id } = await createCompany(bench)
    const { id: person } = await stripe.accounts.createPerson(id, { relationship: { representative: true } })
    await stripe.accounts.update(id, { business_type: 'non_profit' })
    expect((await stripe.accounts.listPersons(id)).data).toMatchObject([{ id: person }])
    await stripe.accounts.update(id, { business_type: 'individual' })
    expect((await stripe.accounts.listPersons(id)).data).not.toMatchObject([{ id: person }])
  })

  it('is government entity in the United States only', async () => {
    await expect(createCompany(bench, 'GB', { business_type: 'government_entity' })).rejects.toMatchObject({
      statusCode: 400,
      param: 'business_type',
    })
  })
})
