/** What a company says of itself: groups of people, declarations, structure and dates. */

import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { countrySpec } from '../../../src/offline-stripe/countries/index.ts'
import { someCountries } from '../../support/breadth.ts'
import { startBench } from '../support.ts'
import { activeCompany, createCompany } from './company.ts'

const bench = await startBench()
const { stripe } = bench

const GROUPS = ['owners', 'directors', 'executives'] as const

function due({ requirements }: Stripe.Account, start: string): string[] {
  return (requirements?.currently_due ?? []).filter((path) => path.startsWith(start))
}

describe('a group of people', () => {
  it.each(someCountries)('in %s must be complete where the country asks who is in it', async (country) => {
    const account = await createCompany(bench, country)
    const { minimum = [] } = countrySpec(country)?.verification_fields.company ?? {}
    const flags = GROUPS.map((group) => `company.${group}_provided`)
    expect(flags.filter((flag) => account.requirements?.currently_due?.includes(flag))).toEqual(
      flags.filter((flag) => minimum.includes(flag)),
    )
  })

  it.each(GROUPS)('of %s is no longer asked for once it is complete, even without anybody', async (group) => {
    const { id, ...created } = await createCompany(bench, 'DE')
    expect(due({ id, ...created }, `${group}.`)).not.toEqual([])
    const complete = await stripe.accounts.update(id, { company: { [`${group}_provided`]: true } })
    expect(due(complete, group)).toEqual([])
    expect(due(complete, `company.${group}_provided`)).toEqual([])
    expect(complete.company).toMatchObject({ [`${group}_provided`]: true })

    const open = await stripe.accounts.update(id, { company: { [`${group}_provided`]: false } })
    expect(due(open, `company.${group}_provided`)).toHaveLength(1)
    expect(due(open, `${group}.`)).not.toEqual([])
  })

  it('asks one who is added later for their fields, and forgets them with the person', async () => {
    const { id } = await activeCompany(bench, 'DE')
    const wren = await stripe.accounts.createPerson(id, { first_name: 'Wren', relationship: { owner: true } })
    const fields = ['address.line1', 'dob.day', 'email', 'last_name', 'verification.document']
    expect(wren.requirements?.currently_due).toEqual(expect.arrayContaining(fields))
    const asked = await stripe.accounts.retrieve(id)
    expect(due(asked, wren.id)).toEqual(
      wren.requirements?.currently_due?.map((field) => `${wren.id}.${field}`),
    )
    expect(asked.requirements?.current_deadline).not.toBeNull()
    expect(asked).toMatchObject({ company: { owners_provided: true }, payouts_enabled: true })

    await stripe.accounts.deletePerson(id, wren.id)
    expect((await stripe.accounts.retrieve(id)).requirements).toMatchObject({
      current_deadline: null,
      currently_due: [],
    })
  })

  it('asks a person for what each of their groups asks', async () => {
    const { id } = await createCompany(bench, 'DE')
    const wren = await stripe.accounts.createPerson(id, { relationship: { director: true } })
    expect(wren.requirements?.currently_due).not.toContain('address.line1')
    const both = await stripe.accounts.updatePerson(id, wren.id, { relationship: { owner: true } })
    expect(both.requirements?.currently_due).toEqual(
      expect.arrayContaining(['address.line1', 'relationship.title']),
    )
  })
})

describe('a company', () => {
  it('shows what it declares', async () => {
    const declared = { date: 1_700_000_000, ip: '203.0.113.7', user_agent: 'Mozilla/5.0' }
    const declarations = {
      directorship_declaration: declared,
      ownership_declaration: declared,
      representative_declaration: declared,
    }
    const { id, company } = await createCompany(bench, 'DE', { company: declarations })
    expect(company).toMatchObject(declarations)
    await expect(
      stripe.accounts.update(id, { company: { ownership_declaration: { ip: 'somewhere' } } }),
    ).rejects.toMatchObject({ param: 'company[ownership_declaration][ip]' })
  })

  it('shows its register, dates and places, and never its numbers', async () => {
    const place = {
      city: 'Ulm',
      country: 'DE',
      line1: 'Hafen 1',
      line2: null,
      postal_code: '89073',
      state: null,
    }
    const sent = { city: 'Ulm', country: 'DE', line1: 'Hafen 1', postal_code: '89073' }
    const { id, company } = await createCompany(bench, 'DE', {
      company: {
        administrative_address: sent,
        export_license_id: 'EX-1',
        export_purpose_code: 'P0103',
        ownership_exemption_reason: 'qualified_entity_exceeds_ownership_threshold',
        physical_address: sent,
        principal_place_of_business: sent,
        registration_date: { day: 29, month: 2, year: 2000 },
        registration_number: 'HRB 98765',
        structure: 'private_corporation',
        tax_id: 'HRB 98765',
        tax_id_registrar: 'Ulm',
        vat_id: 'DE987654321',
      },
    })
    expect(company).toMatchObject({
      administrative_address: place,
      export_license_id: 'EX-1',
      export_purpose_code: 'P0103',
      ownership_exemption_reason: 'qualified_entity_exceeds_ownership_threshold',
      physical_address: place,
      principal_place_of_business: place,
      registration_date: { day: 29, month: 2, year: 2000 },
      structure: 'private_corporation',
      tax_id_provided: true,
      tax_id_registrar: 'Ulm',
      vat_id_provided: true,
    })
    expect(JSON.stringify(await stripe.accounts.retrieve(id))).not.toMatch(/98765/)
  })

  it.each([
    { day: 30, month: 2, year: 2001 },
    { day: 1, month: 1, year: 9000 },
  ])('was not registered on $day.$month.$year', async (registration_date) => {
    await expect(createCompany(bench, 'DE', { company: { registration_date } })).rejects.toMatchObject({
      param: 'company[registration_date]',
    })
  })

  it('is nowhere that does not exist', async () => {
    const physical_address = { country: 'DE', postal_code: 'nowhere' }
    await expect(createCompany(bench, 'DE', { company: { physical_address } })).rejects.toMatchObject({
      code: 'postal_code_invalid',
      param: 'company[physical_address][postal_code]',
    })
  })
})

describe('the structure of a business', () => {
  const taken = { statusCode: 200 }
  const refused = { statusCode: 400, param: 'company[structure]' }

  it.each([
    ['AE', 'company', 'free_zone_llc', taken],
    ['AE', 'company', 'private_corporation', refused],
    ['CA', 'non_profit', 'registered_charity', taken],
    ['CA', 'company', 'registered_charity', refused],
    ['DE', 'company', 'incorporated_partnership', taken],
    ['DE', 'company', 'single_member_llc', refused],
    ['GB', 'company', 'private_corporation', taken],
    ['GB', 'company', 'public_corporation', refused],
    ['HK', 'company', 'private_company', taken],
    ['SG', 'non_profit', 'incorporated_non_profit', refused],
    ['US', 'company', 'multi_member_llc', taken],
    ['US', 'company', 'incorporated_non_profit', refused],
    ['US', 'non_profit', 'incorporated_non_profit', taken],
    ['US', 'government_entity', 'governmental_unit', taken],
    ['US', 'government_entity', 'private_corporation', refused],
    ['FR', 'company', 'private_corporation', taken],
    ['FR', 'company', 'sole_establishment', refused],
  ] as const)('in %s, of a %s, %s: %j', async (country, business_type, structure, answer) => {
    const told = await createCompany(bench, country, { business_type, company: { structure } })
      .then(({ company }) => (company?.structure === structure ? taken : company))
      .catch((error: unknown) => error)
    expect(told).toMatchObject(answer)
  })

  it('is one of any type of business until the type is known', async () => {
    const company = { structure: 'incorporated_non_profit' } as const
    const { id } = await stripe.accounts.create({ type: 'custom', country: 'US', company })
    const structure = 'private_company'
    await expect(stripe.accounts.update(id, { company: { structure } })).rejects.toMatchObject(refused)
  })
})
