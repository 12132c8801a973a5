/** What Stripe would ask for again must not be emptied, and is not called optional once it is answered. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refreshAccount } from '../../../src/accounts/mirror-account.ts'
import type { Field, FieldGroup } from '../../../src/web/form-fields.ts'
import { openSellersMarket, type Person } from './person.ts'

let market: Awaited<ReturnType<typeof openSellersMarket>>
beforeAll(async () => {
  market = await openSellersMarket()
})
afterAll(() => market.close())

const ANSWERS = {
  business_profile: {
    mcc: '5947',
    name: 'Hart Pots',
    url: 'https://hart.example.com',
    product_description: 'Pots and vases, thrown and glazed by hand',
  },
  settings: {
    payments: { statement_descriptor: 'HART POTS' },
    card_payments: { statement_descriptor_prefix: 'HART' },
  },
}

/** The step about the business of somebody who has answered all of it. */
async function business(person: Person, country: string) {
  const form = { country, operation: randomUUID() }
  const { redirect = '' } = await person.send('/account/connect/create-stripe-account', form)
  const stripeid = new URL(redirect, 'http://market').searchParams.get('stripeid') ?? ''
  await market.services.stripe.accounts.update(stripeid, ANSWERS)
  await refreshAccount(market.services, stripeid)
  return `/account/connect/edit-stripe-account?stripeid=${stripeid}&step=business`
}

const shown = (data: Record<string, unknown>) =>
  new Map(
    (data.step as { groups: FieldGroup[] }).groups
      .flatMap(({ fields }) => fields)
      .map((field): [string, Field] => [field.name, field]),
  )

const URL_NAME = 'business_profile_url'
const DESCRIPTION = 'business_profile_product_description'
const DESCRIPTORS = [
  'settings_payments_statement_descriptor',
  'settings_card_payments_statement_descriptor_prefix',
]

describe.each([
  ['US', [URL_NAME, DESCRIPTION, ...DESCRIPTORS]],
  ['JP', [URL_NAME, DESCRIPTION]],
  ['AE', [URL_NAME, DESCRIPTION]],
])('in %s', (country, required) => {
  test('an answer that Stripe requires is still required when the form is opened again', async () => {
    const person = market.person()
    const address = await business(person, country)
    const fields = shown((await person.open(address)).data)
    for (const name of required)
      expect([name, fields.get(name)]).toMatchObject([name, { required: true, instead: undefined }])
    const values = Object.fromEntries([...fields].map(([name, { value }]) => [name, value]))
    for (const name of required) {
      const { data } = await person.send(address, { ...values, [name]: '' })
      expect(data.problems).toContainEqual(expect.objectContaining({ target: name }))
    }
  })
})

test.each(['GB', 'SG', 'MX', 'HK'])('in %s a website or a description is enough', async (country) => {
  const person = market.person()
  const address = await business(person, country)
  const fields = shown((await person.open(address)).data)
  for (const name of [URL_NAME, DESCRIPTION])
    expect([name, fields.get(name)]).toMatchObject([name, { required: false, instead: expect.any(String) }])
  const values = Object.fromEntries([...fields].map(([name, { value }]) => [name, value]))
  expect((await person.send(address, { ...values, [URL_NAME]: '' })).redirect).toBeDefined()
})
