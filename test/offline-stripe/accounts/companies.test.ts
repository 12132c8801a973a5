import { expect, it } from 'vitest'
import { startBench } from '../support.ts'
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
