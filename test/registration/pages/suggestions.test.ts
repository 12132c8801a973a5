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

describe('a full name', () => {
  test.each<[string | undefined, string, string?, string?]>([
    ['  Maya   Hart ', 'GB', 'Maya', 'Hart'],
    ['Jean-Luc Picard', 'FR', 'Jean-Luc', 'Picard'],
    ["Sinéad O'Connor", 'IE', 'Sinéad', "O'Connor"],
    ['Ewan MacGregor', 'GB', 'Ewan', 'MacGregor'],
    ['Zoë Müller', 'DE', 'Zoë', 'Müller'],
    ['MAYA HART', 'US', 'MAYA', 'HART'],
    ['Van Morrison', 'GB'],
    ['Ana María López', 'US'],
    ['María José García López', 'ES'],
    ['María García', 'ES'],
    ['María García', 'MX'],
    ['Ludwig van Beethoven', 'DE'],
    ['van Beethoven', 'DE'],
    ['Ana Clara da Silva Santos', 'BR'],
    ['Ana Silva', 'PT'],
    ['Giulia De Luca', 'IT'],
    ['De Luca', 'IT'],
    ['Jean de La Fontaine', 'FR'],
    ['Muhammad bin Abdullah', 'AE'],
    ['Jane Roe Jr.', 'US'],
    ['Roe Jr', 'US'],
    ['Roe, Jane', 'US'],
    ['Dr. Jane Roe', 'DE'],
    ['Dr. Roe', 'DE'],
    ['Prof Roe', 'DE'],
    ['Jane R.', 'US'],
    ['J Roe', 'US'],
    ['DUPONT Jean', 'FR'],
    ['jane@example.com Roe', 'US'],
    ['Jane Roe2', 'US'],
    ['山田 太郎', 'US'],
    ['Иван Петров', 'US'],
    ['Cher', 'US'],
    ['', 'US'],
    [undefined, 'US'],
    ...['CN', 'HK', 'HU', 'JP', 'MY', 'SG'].map((country): [string, string] => ['Maya Hart', country]),
  ])('%j in %s is parted only where nobody could part it otherwise', (name, country, first, last) => {
    expect(nameParts(name, country)).toEqual(first && { first, last })
  })
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
