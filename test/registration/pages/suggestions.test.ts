import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { holderName, nameParts } from '../../../src/registration/suggestions.ts'
import type { FieldGroup } from '../../../src/web/form-fields.ts'
import { openSellersMarket, type Person } from './person.ts'

let market: Awaited<ReturnType<typeof openSellersMarket>>
beforeAll(async () => {
  market = await openSellersMarket()
})
afterAll(() => market.close())

test.each([
  ['Ana María López', { first: 'Ana María', last: 'López' }],
  ['  Maya   Hart ', { first: 'Maya', last: 'Hart' }],
  ['山田 太郎', undefined],
  ['Иван Петров', undefined],
  ['Cher', undefined],
  ['', undefined],
  [undefined, undefined],
])('%j has these parts', (name, parts) => {
  expect(nameParts(name)).toEqual(parts)
})

test('a bank account is probably of the company, or of the seller', () => {
  const individual = { first_name: 'Maya', last_name: 'Hart' }
  expect(holderName({ business_type: 'individual', individual } as never)).toBe('Maya Hart')
  expect(holderName({ business_type: 'company', company: { name: 'Hart Ltd' }, individual } as never)).toBe(
    'Hart Ltd',
  )
  expect(holderName({ business_type: 'company' } as never)).toBe('')
})

describe('what the host knows of a person', () => {
  function known(): Person {
    const person = market.person()
    Object.assign(person.context.caller, { name: 'Maya Hart', email: 'maya@example.com' })
    return person
  }

  async function aboutYou(person: Person) {
    const form = { country: 'US', operation: randomUUID() }
    const { redirect = '' } = await person.send('/account/connect/create-stripe-account', form)
    const { searchParams } = new URL(redirect, 'http://market')
    return `/account/connect/edit-stripe-account?stripeid=${searchParams.get('stripeid')}&step=about-you`
  }

  const shown = (data: Record<string, unknown>, name: string) =>
    (data.step as { groups: FieldGroup[] }).groups
      .flatMap(({ fields }) => fields)
      .find((field) => field.name === `individual_${name}`)

  test('stands in the form, and is no answer before it is sent', async () => {
    const person = known()
    const { data } = await person.open(await aboutYou(person))
    expect(shown(data, 'first_name')).toMatchObject({ value: '', suggestion: 'Maya' })
    expect(shown(data, 'last_name')).toMatchObject({ value: '', suggestion: 'Hart' })
    expect(shown(data, 'email')).toMatchObject({ value: '', suggestion: 'maya@example.com' })
    const { items } = data.steps as { items: { id: string; missing: string[] }[] }
    expect(items.find(({ id }) => id === 'about-you')?.missing).toContain('First name')
  })

  test('does not come back when the person has taken it out', async () => {
    const person = known()
    const address = await aboutYou(person)
    const refused = await person.send(address, { individual_first_name: '', individual_last_name: 'Noor' })
    expect(shown(refused.data, 'first_name')).toMatchObject({ value: '', suggestion: undefined })
    expect(shown(refused.data, 'last_name')).toMatchObject({ value: 'Noor' })
  })

  test('gives way to what they have answered', async () => {
    const person = known()
    const address = await aboutYou(person)
    const stripeid = new URL(address, 'http://market').searchParams.get('stripeid') ?? ''
    await market.services.stripe.accounts.update(stripeid, { individual: { first_name: 'Noor' } })
    await person.send(address, { individual_first_name: 'Noor' })
    const { data } = await market.person(person.context.caller.accountid).open(address)
    expect(shown(data, 'first_name')?.suggestion).toBeUndefined()
  })
})
