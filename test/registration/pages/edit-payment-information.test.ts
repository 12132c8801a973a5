import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FieldGroup } from '../../../src/web/form-fields.ts'
import { bankAnswers } from '../answers.ts'
import { newAccount } from '../support.ts'
import { openSellersMarket, type Visit } from './person.ts'

let market: Awaited<ReturnType<typeof openSellersMarket>>
beforeAll(async () => {
  market = await openSellersMarket()
})
afterAll(() => market.close())

const at = ({ stripeid }: { stripeid: string }) =>
  `/account/connect/edit-payment-information?stripeid=${stripeid}`

test('draws the fields of another country with what is typed, and saves nothing', async () => {
  const person = market.person()
  const account = await newAccount(person.context, 'DE')
  const typed = { country: 'GB', currency: 'gbp', account_holder_name: 'Maya Hart', refresh: 'true' }
  const { view, data } = await person.send(at(account), typed)
  expect(view).toBe('registration/edit-payment-information')
  expect(data.problems).toEqual([])
  expect(data.canRefresh).toBe(true)
  const fields = (data.groups as FieldGroup[]).flatMap((group) => group.fields)
  const values = Object.fromEntries(fields.map(({ name, value }) => [name, value]))
  expect(values).toMatchObject({ country: 'GB', currency: 'gbp', account_holder_name: 'Maya Hart' })
  expect((await person.open(at(account))).data.current).toEqual([])
})

/** The values of a drawn form, as a browser sends them. */
function drawn({ data }: Visit): Record<string, string> {
  const fields = (data.groups as FieldGroup[]).flatMap((group) => group.fields)
  const { name, value } = data.drawnFor as { name: string; value: string }
  return { [name]: value, ...Object.fromEntries(fields.map((field) => [field.name, field.value])) }
}

test.each([{ refresh: 'true' }, {}])(
  'lets the currency follow the country, there and back',
  async (pressed) => {
    const person = market.person()
    const account = at(await newAccount(person.context, 'CA'))
    const here = drawn(await person.open(account))
    expect(here).toMatchObject({ country: 'CA', currency: 'cad' })

    const there = await person.send(account, { ...here, ...pressed, country: 'US' })
    expect([there.redirect, there.data.problems]).toEqual([undefined, []])
    expect(drawn(there)).toMatchObject({ country: 'US', currency: 'usd' })

    const back = await person.send(account, { ...drawn(there), ...pressed, country: 'CA' })
    expect([back.redirect, back.data.problems]).toEqual([undefined, []])
    expect(drawn(back)).toMatchObject({ country: 'CA', currency: 'cad' })

    const chosen = await person.send(account, { ...drawn(back), ...pressed, currency: 'usd' })
    expect(drawn(chosen)).toMatchObject({ country: 'CA', currency: 'usd' })
  },
)

test('saves at once where another country needs the same numbers', async () => {
  const person = market.person()
  const account = at(await newAccount(person.context, 'DE'))
  const form = drawn(await person.open(account))
  const { redirect } = await person.send(account, { ...form, ...bankAnswers('FR', 'eur') })
  expect(redirect).toBeDefined()
})

test('says of each bank account whether what is saved replaces it: Stripe keeps that for its own currency', async () => {
  const person = market.person()
  const account = await newAccount(person.context, 'GB')
  const always = 'What you save here replaces it.'
  const sometimes = 'What you save here replaces it if the currency is the same; otherwise Stripe keeps both.'
  const pounds = `Payouts go to STRIPE TEST BANK, number ending in 2345 now (British Pound). ${sometimes}`

  await person.send(at(account), bankAnswers('GB', 'gbp'))
  expect((await person.open(at(account))).data.current).toEqual([pounds])

  await person.send(at(account), bankAnswers('DE', 'eur'))
  expect((await person.open(at(account))).data.current).toEqual([
    pounds,
    `Payouts go to STRIPE TEST BANK, number ending in 3000 now (Euro). ${always}`,
  ])
  await person.send(at(account), bankAnswers('GB', 'gbp'))
  expect((await person.open(at(account))).data.current).toEqual([pounds])
})

test('promises no second bank account where there is but one currency', async () => {
  const person = market.person()
  const account = await newAccount(person.context, 'US')
  await person.send(at(account), bankAnswers('US', 'usd'))
  expect((await person.open(at(account))).data.current).toEqual([
    'Payouts go to STRIPE TEST BANK, number ending in 6789 now (US Dollar). What you save here replaces it.',
  ])
})
