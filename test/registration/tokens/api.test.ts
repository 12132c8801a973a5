/** The API where sellers' answers go to Stripe alone (`STRIPE_JS=3`): it takes tokens, and refuses what they stand for. */
import { randomUUID } from 'node:crypto'
import type Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { refreshAccount } from '../../../src/accounts/mirror-account.ts'
import { accountStore } from '../../../src/accounts/store/accounts.ts'
import { registrationApi } from '../../../src/registration/api/index.ts'
import { png } from '../../support/picture.ts'
import { serveApi } from '../api-support.ts'
import { openDesk } from '../support.ts'

const { bench, services, calls } = await openDesk({ tokensOnly: true, publishableKey: 'pk_test_desk' })
const call = await serveApi(registrationApi, services)
const { stripe } = bench

const tokenOf = async (data: Stripe.TokenCreateParams) => (await stripe.tokens.create(data)).id
const NAME = { first_name: 'Élodie', last_name: 'Beauharnais' }
const IBAN = { country: 'FR', currency: 'eur', account_number: 'FR89370400440532013000' }

type BusinessType = 'individual' | 'company'

async function seller(business_type: BusinessType = 'individual') {
  const as = randomUUID()
  const token = await tokenOf({ account: { business_type } })
  const { status, body } = await call('POST', 'create-stripe-account', {
    as,
    query: { accountid: as },
    body: { business_type, country: 'FR', token },
  })
  expect(status).toBe(200)
  const { stripeid } = body
  const send = (method: string, route: string, sent: object, query: Record<string, string> = { stripeid }) =>
    call(method, route, { as, query, body: sent })
  return { as, stripeid, send, account: () => stripe.accounts.retrieve(stripeid) }
}

describe('an account', () => {
  test('is made with a token, and without one not at all', async () => {
    const { account } = await seller('company')
    expect(await account()).toMatchObject({ business_type: 'company', country: 'FR' })
    const as = randomUUID()
    const body = { business_type: 'individual', country: 'FR' }
    const answer = await call('POST', 'create-stripe-account', { as, query: { accountid: as }, body })
    expect(answer).toMatchObject({ status: 400, body: { message: 'invalid-token', field: 'token' } })
  })

  test('gets what is on a token, and beside it what no token holds, under an idempotency key', async () => {
    const { send, account, stripeid } = await seller()
    const token = await tokenOf({ account: { individual: NAME } })
    const person_token = await tokenOf({ person: { nationality: 'FR' } })
    const sent = { token, person_token, business_profile_url: 'https://pottery.example.com' }
    expect((await send('PATCH', 'update-stripe-account', sent)).status).toBe(200)
    expect(await account()).toMatchObject({
      individual: { ...NAME, nationality: 'FR' },
      business_profile: { url: 'https://pottery.example.com' },
    })
    const made = (await calls()).findLast(
      ({ method, path }) => method === 'POST' && path === `/v1/accounts/${stripeid}`,
    )
    expect(made).toMatchObject({ idempotency_key: expect.any(String) })
  })

  test('refuses what belongs on a token, without Stripe or the log hearing of it', async () => {
    const { send, account, stripeid } = await seller()
    const before = (await calls()).length
    const sent = {
      individual_first_name: 'Élodie',
      individual_dob_day: '14',
      business_profile_url: 'https://a.example',
    }
    const { status, body } = await send('PATCH', 'update-stripe-account', sent)
    expect({ status, ...body }).toMatchObject({
      ...{ status: 400, message: 'only-as-token', field: 'individual_first_name' },
      detail: expect.stringContaining('goes from the browser to Stripe'),
    })
    expect(JSON.stringify(body)).not.toContain('Élodie')
    expect((await calls()).slice(before).filter(({ method }) => method === 'POST')).toEqual([])
    expect((await account()).individual?.first_name).toBeNull()
    expect(JSON.stringify(await accountStore(services.storage).find(stripeid))).not.toContain('Élodie')
  })

  test.each(['nonsense', 'tok_visa', 'btok_us_verified', 'cpt_1', `ct_${'x'.repeat(201)}`])(
    'refuses %s for a token of an account',
    async (token) => {
      const { send } = await seller()
      const { status } = await send('PATCH', 'update-stripe-account', { token })
      expect(status).toBe(400)
      const refused = await send('PATCH', 'update-stripe-account', { token: token.slice(0, 100) })
      expect(refused.body.message).toMatch(/^invalid-token$/)
    },
  )

  test('says that a token was used before', async () => {
    const { send } = await seller()
    const token = await tokenOf({ account: { individual: NAME } })
    expect((await send('PATCH', 'update-stripe-account', { token })).status).toBe(200)
    const again = await send('PATCH', 'update-stripe-account', { token })
    expect(again).toMatchObject({ status: 400, body: { message: 'invalid-token', field: 'token' } })
  })

  test('names the answer on a token that Stripe refuses', async () => {
    const { send, stripeid } = await seller()
    const token = await tokenOf({ account: { individual: NAME } })
    const error = { code: 'parameter_invalid_integer', param: 'individual[dob][year]', message: 'Invalid' }
    await bench.control('POST', 'faults', {
      api: { method: 'POST', path: `/v1/accounts/${stripeid}`, error },
    })
    const answer = await send('PATCH', 'update-stripe-account', { token })
    expect(answer).toMatchObject({ status: 400, body: { message: 'invalid-individual_dob_year' } })
  })

  test('takes ids of files for documents that no token holds, and no files', async () => {
    const { as, send, account, stripeid } = await seller('company')
    const input = 'documents_proof_of_registration_files'
    const currently_due = ['documents.proof_of_registration.files']
    await bench.control('POST', 'requirements', { account: stripeid, currently_due })
    await refreshAccount(services, stripeid)
    const owes = async () => (await account()).requirements?.currently_due?.includes(currently_due[0] ?? '')
    expect(await owes()).toBe(true)
    for (const sent of ['licence.png', 'file_1,passport.png', 'file_1,', ''])
      expect(await send('PATCH', 'update-stripe-account', { [input]: sent })).toMatchObject({
        ...{ status: 400, body: { message: `invalid-${input}`, detail: 'Upload the proof of registration' } },
      })
    const form = new FormData()
    form.append(input, new Blob([new Uint8Array(png())]), 'licence.png')
    const uploaded = await call('PATCH', 'update-stripe-account', { as, query: { stripeid }, form })
    expect(uploaded).toMatchObject({ status: 400, body: { message: 'unexpected-file' } })
    const file = { data: png(), name: 'licence.png', type: 'image/png' }
    const create = async () => (await stripe.files.create({ purpose: 'account_requirement', file })).id
    const ids = `${await create()},${await create()}`
    expect((await send('PATCH', 'update-stripe-account', { [input]: ids })).status).toBe(200)
    expect(await owes()).toBe(false)
  })

  test('is submitted with a token that says so', async () => {
    const { send, account, stripeid } = await seller()
    const link = await stripe.accountLinks.create({
      ...{ account: stripeid, type: 'account_onboarding' },
      ...{ refresh_url: 'https://a.example', return_url: 'https://a.example' },
    })
    await fetch(link.url, { method: 'POST', redirect: 'manual' })
    expect((await account()).details_submitted).toBe(true)
    const consented = await send('PATCH', 'set-stripe-account-submitted', { consent: 'true' })
    expect(consented).toMatchObject({ status: 400, body: { message: 'invalid-token' } })
    const token = await tokenOf({ account: { tos_shown_and_accepted: true } })
    const submitted = await send('PATCH', 'set-stripe-account-submitted', { consent: 'true', token })
    expect(submitted.status).toBe(200)
  })
})

describe('a bank account', () => {
  test('is a token, and the place where the bank is', async () => {
    const { send, account } = await seller()
    const token = await tokenOf({ bank_account: IBAN })
    const sent = { country: 'FR', currency: 'eur', token }
    expect((await send('PATCH', 'update-payment-information', sent)).status).toBe(200)
    expect((await account()).external_accounts?.data).toMatchObject([{ last4: '3000', currency: 'eur' }])
  })

  test.each([
    [{ country: 'FR', currency: 'eur', iban: IBAN.account_number }, 'only-as-token'],
    [{ country: 'FR', currency: 'eur', account_holder_name: 'Élodie', token: 'btok_1' }, 'only-as-token'],
    [{ country: 'FR', currency: 'eur' }, 'invalid-token'],
    [{ country: 'FR', currency: 'eur', token: 'tok_visa_debit' }, 'invalid-token'],
    [{ country: 'FR', currency: 'xts', token: 'btok_1' }, 'invalid-currency'],
    [{ country: 'FR', currency: 'eur', token: 'btok_1' }, 'invalid-token'],
    [{ country: 'KP', currency: 'eur', token: 'btok_1' }, 'invalid-country'],
  ])('is nothing else: %j', async (sent, message) => {
    const { send, account } = await seller()
    const answer = await send('PATCH', 'update-payment-information', sent)
    expect(answer).toMatchObject({ status: 400, body: { message } })
    expect((await account()).external_accounts?.data).toEqual([])
  })
})

describe('somebody of a company', () => {
  test('is added and described by tokens alone, and their list is confirmed by one', async () => {
    const { send, stripeid } = await seller('company')
    const roles = {
      representative: true,
      owner: true,
      director: true,
      percent_ownership: 60,
      title: 'Céramiste',
    }
    const added = await send('POST', 'create-person', {
      token: await tokenOf({ person: { relationship: roles } }),
    })
    expect(added.status).toBe(200)
    const { personid } = added.body as unknown as { personid: string }
    const token = await tokenOf({ person: NAME })
    expect((await send('PATCH', 'update-person', { token }, { personid })).status).toBe(200)
    expect(await stripe.accounts.retrievePerson(stripeid, personid)).toMatchObject({
      ...NAME,
      relationship: { owner: true, percent_ownership: 60 },
    })
    for (const sent of [{ first_name: 'Élodie' }, { relationship_title: 'Céramiste', token: 'cpt_1' }])
      expect(await send('PATCH', 'update-person', sent, { personid })).toMatchObject({
        ...{ status: 400, body: { message: 'only-as-token', field: Object.keys(sent)[0] } },
      })
    const plain = { relationship_owner: 'true', relationship_title: 'Céramiste' }
    expect(await send('POST', 'create-person', plain)).toMatchObject({ body: { message: 'only-as-token' } })
    expect(await send('POST', 'create-person', {})).toMatchObject({ body: { message: 'invalid-token' } })

    expect(await send('PATCH', 'set-company-owners-submitted', {})).toMatchObject({
      ...{ status: 400, body: { message: 'invalid-token' } },
    })
    const all = await tokenOf({ account: { company: { owners_provided: true } } })
    expect((await send('PATCH', 'set-company-owners-submitted', { token: all })).status).toBe(200)
    expect((await stripe.accounts.retrieve(stripeid)).company).toMatchObject({ owners_provided: true })
  })
})
