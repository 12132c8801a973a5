/** What programs send and read that were written for older versions of Stripe, and that Stripe still takes and answers. */
import { request } from 'node:http'
import { json } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { readSpecification } from './oracle.ts'
import { startBench } from './support.ts'

const bench = await startBench({ verificationSeconds: 0 })
const { stripe } = bench

const KEY = 'sk_test_bench'

interface Answer extends Record<string, unknown> {
  id: string
  error?: { code?: string; message: string; param?: string }
}

async function call(method: string, path: string, body?: [string, string][]): Promise<Answer> {
  const response = await fetch(`${bench.url}/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${KEY}` },
    ...(body && { body: new URLSearchParams(body) }),
  })
  return (await response.json()) as Answer
}

const BANK: [string, string][] = [
  ['bank_account[country]', 'US'],
  ['bank_account[currency]', 'usd'],
  ['bank_account[account_number]', '000123456789'],
]
const ROUTING: [string, string] = ['bank_account[routing_number]', '110000000']

describe('a list', () => {
  // stripe-node before 7.9 sends its parameters so, and curl does with -X GET -d. @see https://github.com/stripe/stripe-node/issues/690
  it('takes parameters from the body of a GET', async () => {
    for (let made = 0; made < 3; made += 1) await call('POST', 'accounts', [['type', 'custom']])
    const get = (body: string) =>
      new Promise<{ data?: unknown[]; error?: { param: string } }>((resolve, reject) => {
        const headers = {
          authorization: `Bearer ${KEY}`,
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': Buffer.byteLength(body),
        }
        request(`${bench.url}/v1/accounts`, { method: 'GET', headers }, async (response) => {
          resolve((await json(response)) as never)
        })
          .on('error', reject)
          .end(body)
      })
    expect((await get('limit=2')).data).toHaveLength(2)
    expect((await get('nonsense=1')).error).toMatchObject({ param: 'nonsense' })
  })
})

describe('an account', () => {
  it.each(['requested_capabilities[]', 'requested_capabilities[0]'])('is made with %s', async (name) => {
    const second = name.replace('0', '1')
    const account = await call('POST', 'accounts', [
      ['type', 'custom'],
      [name, 'card_payments'],
      [second, 'transfers'],
    ])
    expect(account.capabilities).toEqual({ card_payments: 'inactive', transfers: 'inactive' })
    const { error } = await call('POST', 'accounts', [[name, 'levitation']])
    expect(error?.param).toBe('requested_capabilities[0]')
  })

  it('is made with a bank_account, in details or as a token', async () => {
    const account = await call('POST', 'accounts', [['type', 'custom'], ...BANK, ROUTING])
    expect(account.external_accounts).toMatchObject({ data: [{ object: 'bank_account', last4: '6789' }] })
    const token: [string, string][] = [['bank_account', 'btok_us_verified']]
    const changed = await call('POST', `accounts/${account.id}`, token)
    expect(changed.external_accounts).toMatchObject({ data: [{ last4: '6789', default_for_currency: true }] })
  })

  it('says which part of a bank_account is wrong', async () => {
    const missing = await call('POST', 'accounts', [['type', 'custom'], ...BANK])
    expect(missing.error?.param).toBe('bank_account[routing_number]')
    const wrong = await call('POST', 'accounts', [['type', 'custom'], ...BANK, [ROUTING[0], '110000001']])
    expect(wrong.error).toMatchObject({
      code: 'routing_number_invalid',
      param: 'bank_account[routing_number]',
    })
  })

  it('takes the nationality of an individual', async () => {
    const account = await call('POST', 'accounts', [
      ['type', 'custom'],
      ['country', 'SG'],
      ['business_type', 'individual'],
      ['individual[nationality]', 'SG'],
    ])
    expect(account.individual).toMatchObject({ nationality: 'SG' })
  })

  it.each(['California', 'new york', 'District of Columbia'])(
    'takes %s as a state, and keeps the spelling',
    async (state) => {
      const account = await call('POST', 'accounts', [
        ['type', 'custom'],
        ['business_type', 'individual'],
        ['individual[address][state]', state],
      ])
      expect(account.individual).toMatchObject({ address: { state } })
    },
  )

  it('counts its external accounts', async () => {
    const account = await call('POST', 'accounts', [['type', 'custom']])
    expect(account.external_accounts).toMatchObject({ data: [], total_count: 0 })
    await stripe.accounts.createExternalAccount(account.id, { external_account: 'btok_us_verified' })
    expect((await call('GET', `accounts/${account.id}`)).external_accounts).toMatchObject({ total_count: 1 })
  })

  it('has an address for login links, if it is an Express account', async () => {
    const express = await call('POST', 'accounts', [['type', 'express']])
    expect(express.login_links).toMatchObject({ url: `/v1/accounts/${express.id}/login_links` })
    expect(await call('POST', 'accounts', [['type', 'custom']])).not.toHaveProperty('login_links')
    const { error } = await call('POST', `accounts/${express.id}/login_links`, [
      ['redirect_url', 'https://e.com'],
    ])
    expect(error).toMatchObject({ message: expect.stringContaining('has not completed onboarding') })
  })

  it('loses what an empty text unsets, and shows no more of it', async () => {
    const { id } = await call('POST', 'accounts', [
      ['business_type', 'company'],
      ['company[structure]', 'sole_proprietorship'],
      ['company[registration_date][day]', '1'],
      ['company[registration_date][month]', '1'],
      ['company[registration_date][year]', '2001'],
    ])
    const path = `accounts/${id}`
    const unset = await call('POST', path, [
      ['company[structure]', ''],
      ['company[registration_date]', ''],
    ])
    expect(unset.company).not.toHaveProperty('structure')
    expect(unset.company).not.toHaveProperty('registration_date')
    await call('POST', path, [['external_account', 'btok_us_verified']])
    expect((await call('POST', path, [['external_account', '']])).external_accounts).toMatchObject({
      data: [],
    })
  })

  it.each([
    ['bank_accounts', 'external_accounts', [['external_account', 'btok_us_verified']]],
    ['people', 'persons', [['first_name', 'Ada']]],
  ] as [string, string, [string, string][]][])('lists %s, which are its %s', async (old, now, body) => {
    const { id } = await call('POST', 'accounts', [['type', 'custom']])
    const made = await call('POST', `accounts/${id}/${old}`, body)
    expect(await call('GET', `accounts/${id}/${old}/${made.id}`)).toEqual(made)
    expect(await call('GET', `accounts/${id}/${now}`)).toMatchObject({ data: [made] })
    await call('DELETE', `accounts/${id}/${old}/${made.id}`)
  })
})

it.each(['accounts', 'events', 'payouts'])('no list of %s includes total_count any more', async (list) => {
  const { error } = await call('GET', `${list}?include[]=total_count`)
  expect(error).toMatchObject({ code: 'property_forbidden', param: 'include' })
})

describe('a token', () => {
  it('is made of any test card, and no payouts go to it', async () => {
    const card = { exp_month: '08', exp_year: '35', cvc: '123' }
    const token = await stripe.tokens.create({ card: { number: '4242 4242 4242 4242', ...card } })
    expect(token).toMatchObject({ type: 'card', card: { brand: 'Visa', funding: 'credit', last4: '4242' } })
    const { id } = await stripe.accounts.create({ type: 'custom', country: 'US' })
    for (const external_account of [token.id, 'tok_visa', 'tok_mastercard_prepaid']) {
      const attempt = stripe.accounts.createExternalAccount(id, { external_account })
      await expect(attempt).rejects.toMatchObject({ code: 'invalid_card_type', param: 'external_account' })
    }
  })

  it('is never made of a real card', async () => {
    const card = { number: '4111111111111111', exp_month: '8', exp_year: '2035' }
    const attempt = stripe.tokens.create({ card })
    await expect(attempt).rejects.toMatchObject({ statusCode: 402, decline_code: 'test_mode_live_card' })
  })

  it('is made of a card in a hash of its own', async () => {
    const { id } = await stripe.accounts.create({ type: 'custom', country: 'US' })
    const card = await call('POST', `accounts/${id}/external_accounts`, [
      ['external_account[object]', 'card'],
      ['external_account[token]', 'tok_discover_debit_us_transferSuccess'],
    ])
    expect(card).toMatchObject({ object: 'card', brand: 'Discover', currency: 'usd', last4: '1113' })
  })

  it('keeps an id number under the name that Stripe.js gives it', async () => {
    const token = await call('POST', 'tokens', [['pii[personal_id_number]', '000000000']])
    const account = await stripe.accounts.create({
      business_type: 'individual',
      individual: { id_number: token.id },
    })
    expect(account.individual).toMatchObject({ id_number_provided: true })
  })

  it('of a customer finds none, and one of a security code is of no use', async () => {
    const { error } = await call('POST', 'tokens', [['customer', 'cus_1']])
    expect(error).toMatchObject({ code: 'resource_missing', param: 'customer' })
    expect(await stripe.tokens.create({ cvc_update: { cvc: '123' } })).toMatchObject({ type: 'cvc_update' })
  })
})

describe('what is there already may be asked for', () => {
  const { account, balance, person } = readSpecification()?.components.schemas ?? {}
  const hashes = (schema = {} as { properties?: Record<string, object> }) =>
    Object.entries(schema.properties ?? {})
      .filter(([, each]) => /"(properties|\$ref)"/.test(JSON.stringify(each)))
      .map(([name]) => name)

  it.each(['individual', 'company', 'requirements', ...hashes(account)])(
    'of an account: %s',
    async (part) => {
      const made = await call('POST', 'accounts', [['business_type', 'individual']])
      expect(await call('GET', `accounts/${made.id}?expand[]=${part}`)).toEqual(made)
    },
  )

  it.each(hashes(person))('of a person: %s', async (part) => {
    const { id } = await call('POST', 'accounts', [['business_type', 'company']])
    const made = await call('POST', `accounts/${id}/persons`, [['first_name', 'Ada']])
    expect(await call('GET', `accounts/${id}/persons/${made.id}?expand[]=${part}`)).toEqual(made)
  })

  it.each(hashes(balance))('of a balance: %s', async (part) => {
    const { error } = await call('GET', `balance?expand[]=${part}`)
    expect(error).toBeUndefined()
  })

  it.each(['email', 'nonsense', 'individual.first_name'])('unless it is %s', async (part) => {
    const { id } = await call('POST', 'accounts', [['business_type', 'individual']])
    const { error } = await call('GET', `accounts/${id}?expand[]=${part}`)
    expect(error?.message).toBe(`This property cannot be expanded (${part}).`)
  })
})
