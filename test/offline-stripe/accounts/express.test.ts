import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { someCountries } from '../../support/breadth.ts'
import { startBench } from '../support.ts'
import { createSeller } from './seller.ts'

const bench = await startBench()
const { stripe } = bench

const BACK = { refresh_url: 'https://market.example/again', return_url: 'https://market.example/back' }

const createExpress = (params: Stripe.AccountCreateParams = {}) =>
  stripe.accounts.create({ type: 'express', country: 'GB', ...params })

async function onboard(account: string): Promise<Response> {
  const link = await stripe.accountLinks.create({ account, type: 'account_onboarding', ...BACK })
  return submit(link.url)
}

/** Submits the page's form. */
function submit(url: string): Promise<Response> {
  return fetch(url, { method: 'POST', redirect: 'manual', headers: { origin: new URL(url).origin } })
}

const open = (url: string) => fetch(url, { redirect: 'manual' })

describe('an account whose owner answers to Stripe', () => {
  it('cannot have the agreement accepted by the platform', async () => {
    const tos_acceptance = { date: 1_700_000_000, ip: '203.0.113.7' }
    await expect(createExpress({ tos_acceptance })).rejects.toMatchObject({ statusCode: 400 })
    const { id } = await createExpress({ tos_acceptance: { service_agreement: 'full' } })
    await expect(stripe.accounts.update(id, { tos_acceptance })).rejects.toThrow(/on behalf of accounts/)
    const { id: token } = await stripe.tokens.create({ account: { tos_shown_and_accepted: true } })
    await expect(stripe.accounts.update(id, { account_token: token })).rejects.toThrow(/on behalf of/)
  })

  it('is onboarded, not updated, by a link', async () => {
    const { id: account } = await createExpress()
    const update = stripe.accountLinks.create({ account, type: 'account_update', ...BACK })
    await expect(update).rejects.toThrow(/Valid types for this account are \["account_onboarding"\]/)
  })

  it('has its external accounts from its owner only', async () => {
    const { id } = await createExpress({ country: 'US', external_account: 'btok_us_verified' })
    const denied = { statusCode: 403, code: 'oauth_not_supported' }
    const { data } = await stripe.accounts.listExternalAccounts(id)
    expect(data).toHaveLength(1)
    await expect(
      stripe.accounts.createExternalAccount(id, { external_account: 'btok_us_verified' }),
    ).rejects.toMatchObject(denied)
    await expect(stripe.accounts.deleteExternalAccount(id, data[0]?.id ?? '')).rejects.toMatchObject(denied)
  })

  it('is described by the platform until its owner is asked to', async () => {
    const { id } = await createExpress()
    await stripe.accounts.update(id, { business_type: 'individual', individual: { first_name: 'Wren' } })
    await stripe.accountLinks.create({ account: id, type: 'account_onboarding', ...BACK })
    const individual = { first_name: 'Robin' }
    await expect(stripe.accounts.update(id, { individual })).rejects.toMatchObject({
      statusCode: 403,
      message: `This application does not have the required permissions for the parameter 'individual' on account '${id}'.`,
    })
    await expect(stripe.accounts.update(id, { individual, external_account: 'btok_us' })).rejects.toThrow(
      /parameters 'individual', 'external_account' on/,
    )
    expect(await stripe.accounts.update(id, { metadata: { shop: '7' } })).toMatchObject({
      metadata: { shop: '7' },
      individual: { first_name: 'Wren' },
    })
  })

  it('has its people from its owner only, once they are asked', async () => {
    const { id, individual } = await createExpress({
      business_type: 'individual',
      individual: { first_name: 'Wren' },
    })
    const person = individual?.id ?? ''
    await stripe.accounts.updatePerson(id, person, { nationality: 'GB' })
    await stripe.accountLinks.create({ account: id, type: 'account_onboarding', ...BACK })
    const denied = { statusCode: 403, code: 'oauth_not_supported' }
    await expect(stripe.accounts.updatePerson(id, person, { nationality: 'FR' })).rejects.toMatchObject(
      denied,
    )
    await expect(stripe.accounts.createPerson(id, { first_name: 'Robin' })).rejects.toMatchObject(denied)
    await expect(stripe.accounts.deletePerson(id, person)).rejects.toMatchObject(denied)
  })

  it('cannot be rejected where the losses are not the platform’s', async () => {
    const { id } = await stripe.accounts.create({ type: 'standard' })
    await expect(stripe.accounts.reject(id, { reason: 'other' })).rejects.toMatchObject({ statusCode: 400 })
    expect(await stripe.accounts.reject((await createExpress()).id, { reason: 'other' })).toMatchObject({
      charges_enabled: false,
    })
  })

  it('can be deleted in test mode', async () => {
    for (const type of ['express', 'standard'] as const) {
      const { id } = await stripe.accounts.create({ type })
      expect(await stripe.accounts.del(id)).toMatchObject({ id, deleted: true })
    }
  })
})

describe.each(['express', 'standard'] as const)('the people of a %s account', (type) => {
  const prefilled = {
    business_type: 'individual',
    individual: { first_name: 'Wren', dob: { day: 1, month: 1, year: 1901 }, phone: '0000000000' },
  } as const
  const seen = ['account', 'created', 'email', 'first_name', 'id', 'last_name', 'object', 'relationship']

  it('are seen whole until there is a link to onboarding', async () => {
    const { id, individual } = await stripe.accounts.create({ type, ...prefilled })
    const { dob } = prefilled.individual
    expect(individual).toMatchObject({ dob })
    expect(await stripe.accounts.retrievePerson(id, individual?.id ?? '')).toMatchObject({ dob })
  })

  it('are seen in part after that', async () => {
    const { id, individual } = await stripe.accounts.create({ type, ...prefilled })
    await onboard(id)
    await bench.advance(3)
    const on = { stripeAccount: id }
    const { data } = await stripe.accounts.listPersons(id)
    const { account: owner } = await stripe.accounts.retrieveCapability(id, 'transfers', {
      expand: ['account'],
    })
    const accounts = [
      await stripe.accounts.retrieve(id),
      await stripe.accounts.retrieveCurrent({}, on),
      (await stripe.accounts.list()).data.find((one) => one.id === id),
      await stripe.accounts.update(id, { metadata: { shop: '7' } }),
      owner as Stripe.Account,
    ]
    const people = [
      ...data,
      await stripe.accounts.retrievePerson(id, individual?.id ?? ''),
      ...accounts.map((account) => account?.individual),
    ]
    expect(people).toHaveLength(7)
    for (const person of people) {
      expect(Object.keys(person ?? {}).toSorted()).toEqual(seen)
      expect(person).toMatchObject({ first_name: 'Wren', last_name: 'Weaver' })
    }
    for (const account of accounts) expect(account).toMatchObject({ company: { name: null } })
    for (const account of accounts) expect(Object.keys(account?.company ?? {})).toEqual(['name'])
  })

  it('are told of in part by events', async () => {
    const { id } = await stripe.accounts.create({ type, ...prefilled })
    const before = await stripe.events.list({ limit: 1 }, { stripeAccount: id })
    await onboard(id)
    await bench.advance(3)
    const ending_before = before.data[0]?.id ?? ''
    const { data } = await stripe.events.list({ ending_before, limit: 100 }, { stripeAccount: id })
    expect(data.map((event) => event.type)).toEqual(
      expect.arrayContaining(['account.updated', 'person.updated']),
    )
    expect(JSON.stringify(data)).not.toMatch(/"(dob|address|phone|verification|ssn_last_4_provided)":/)
  })
})

describe('hosted onboarding', () => {
  it.each(someCountries)('of an individual in %s enables what was requested', async (country) => {
    const capabilities = { card_payments: { requested: true }, transfers: { requested: true } }
    const { id } = await createExpress({ country, capabilities })
    const answer = await onboard(id)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, BACK.return_url])
    expect(await stripe.accounts.retrieve(id)).toMatchObject({
      details_submitted: true,
      payouts_enabled: false,
    })
    await bench.advance(3)
    expect(await stripe.accounts.retrieve(id)).toMatchObject({
      charges_enabled: true,
      payouts_enabled: true,
      requirements: { currently_due: [], disabled_reason: null },
    })
  })

  it('asks for the capabilities that a platform wants when none were requested', async () => {
    const { id } = await createExpress({ individual: { first_name: 'Wren' }, business_type: 'individual' })
    await onboard(id)
    await bench.advance(3)
    expect(await stripe.accounts.retrieve(id)).toMatchObject({
      capabilities: { card_payments: 'active', transfers: 'active' },
      individual: { first_name: 'Wren', last_name: 'Weaver' },
      tos_acceptance: { ip: '127.0.0.1' },
    })
  })

  it('settles what no parameter can answer', async () => {
    const { id } = await createExpress({ capabilities: { transfers: { requested: true } } })
    await onboard(id)
    await bench.advance(3)
    const currently_due = ['interv_1.identity_verification.form']
    await bench.control('POST', 'requirements', { account: id, currently_due })
    expect((await stripe.accounts.retrieve(id)).requirements).toMatchObject({ currently_due })
    await onboard(id)
    expect((await stripe.accounts.retrieve(id)).requirements).toMatchObject({ currently_due: [] })
  })

  it('settles what was asked for again with the same answer', async () => {
    const { id } = await createExpress({ capabilities: { transfers: { requested: true } } })
    await onboard(id)
    await bench.advance(3)
    const currently_due = ['individual.first_name']
    await bench.control('POST', 'requirements', { account: id, currently_due })
    await onboard(id)
    expect((await stripe.accounts.retrieve(id)).requirements).toMatchObject({ currently_due: [] })
  })

  it('uses its link up', async () => {
    const { id } = await createExpress()
    const link = await stripe.accountLinks.create({ account: id, type: 'account_onboarding', ...BACK })
    expect(await (await fetch(link.url)).text()).toContain('business_type')
    await submit(link.url)
    for (const again of [await submit(link.url), await open(link.url)])
      expect([again.status, again.headers.get('location')]).toEqual([303, BACK.refresh_url])
  })

  it('opens its page once, and only before the link expires', async () => {
    const { id } = await createExpress()
    const create = () => stripe.accountLinks.create({ account: id, type: 'account_onboarding', ...BACK })
    const [visited, late] = [await create(), await create()]
    expect((await open(visited.url)).status).toBe(200)
    await bench.advance(300)
    for (const { url } of [visited, late]) {
      const again = await open(url)
      expect([again.status, again.headers.get('location')]).toEqual([303, BACK.refresh_url])
    }
    const reloaded = await create()
    await open(reloaded.url)
    expect((await open(reloaded.url)).headers.get('location')).toBe(BACK.refresh_url)
    expect((await submit(reloaded.url)).headers.get('location')).toBe(BACK.return_url)
  })

  it.each(someCountries)(
    'of a company in %s names its people, and enables what was requested',
    async (country) => {
      const { id, requirements } = await createExpress({
        business_type: 'company',
        capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
        country,
      })
      const groups = ['representative', 'owners', 'directors', 'executives'].filter((group) =>
        requirements?.currently_due?.some((path) => path.startsWith(`${group}.`)),
      )
      await onboard(id)
      expect((await stripe.accounts.listPersons(id)).data).toHaveLength(groups.length)
      await bench.advance(3)
      expect(await stripe.accounts.retrieve(id)).toMatchObject({
        charges_enabled: true,
        payouts_enabled: true,
        requirements: { currently_due: [], disabled_reason: null },
      })
    },
  )
})

describe('a login link', () => {
  it('leads to the Express Dashboard once onboarding is complete', async () => {
    const { id } = await createExpress()
    await expect(stripe.accounts.createLoginLink(id)).rejects.toThrow(
      'Cannot create a login link for an account that has not completed onboarding.',
    )
    await onboard(id)
    const link = await stripe.accounts.createLoginLink(id)
    expect(await (await fetch(link.url)).text()).toContain(id)
  })

  it('is for Express accounts only', async () => {
    const { id } = await createSeller(bench)
    await expect(stripe.accounts.createLoginLink(id)).rejects.toThrow(/which is not an Express account/)
  })
})
