import { describe, expect, it } from 'vitest'
import { startBench } from '../support.ts'
import { activeCompany } from './company.ts'
import { activeSeller, createSeller } from './seller.ts'

const bench = await startBench()
const { stripe } = bench

describe("an individual's account", () => {
  it('has one person, who is its individual', async () => {
    const account = await createSeller(bench, 'SG', { individual: { first_name: 'Robin' } })
    const id = account.individual?.id ?? ''
    expect(await stripe.accounts.retrievePerson(account.id, id)).toMatchObject({ id, first_name: 'Robin' })
    expect((await stripe.accounts.listPersons(account.id)).data).toMatchObject([{ id }])
    await expect(stripe.accounts.createPerson(account.id, {})).rejects.toMatchObject({ statusCode: 400 })
    await expect(stripe.accounts.deletePerson(account.id, id)).rejects.toMatchObject({ statusCode: 400 })
  })

  it('learns at the persons endpoint what individual does not take', async () => {
    const account = await createSeller(bench, 'SG')
    expect(account.requirements?.currently_due).toContain('individual.nationality')
    await stripe.accounts.updatePerson(account.id, account.individual?.id ?? '', { nationality: 'SG' })
    const changed = await stripe.accounts.retrieve(account.id)
    expect(changed.individual).toMatchObject({ nationality: 'SG' })
    expect(changed.requirements?.currently_due).not.toContain('individual.nationality')
  })

  it('can be given by account token, which records the agreement', async () => {
    const token = await stripe.tokens.create({
      account: {
        business_type: 'individual',
        individual: { first_name: 'Robin' },
        tos_shown_and_accepted: true,
      },
    })
    const account = await stripe.accounts.create({ type: 'custom', country: 'FR', account_token: token.id })
    expect(account).toMatchObject({ business_type: 'individual', individual: { first_name: 'Robin' } })
    expect(account.tos_acceptance).toMatchObject({ date: expect.any(Number), ip: '127.0.0.1' })
    await expect(stripe.accounts.update(account.id, { account_token: token.id })).rejects.toMatchObject({
      code: 'token_already_used',
    })
  })
})

describe('the people of a company', () => {
  it('are listed by their relationship, newest first', async () => {
    const { id } = await createSeller(bench, 'GB', { business_type: 'company' })
    const relationships = [{ owner: true }, { director: true }, { owner: true, representative: true }]
    const people = []
    for (const relationship of relationships)
      people.push(await stripe.accounts.createPerson(id, { relationship }))
    const owners = await stripe.accounts.listPersons(id, { relationship: { owner: true } })
    expect(owners.data.map((person) => person.id)).toEqual([people[2]?.id, people[0]?.id])
    const [first] = (await stripe.accounts.listPersons(id, { limit: 1, relationship: { director: true } }))
      .data
    expect(first?.id).toBe(people[1]?.id)
  })

  it('can go, except the representative', async () => {
    const { id } = await createSeller(bench, 'GB', { business_type: 'company' })
    const chief = await stripe.accounts.createPerson(id, { relationship: { representative: true } })
    await expect(stripe.accounts.deletePerson(id, chief.id)).rejects.toMatchObject({
      statusCode: 400,
      param: 'person',
    })
    const other = await stripe.accounts.createPerson(id, { relationship: { owner: true } })
    expect(await stripe.accounts.deletePerson(id, other.id)).toMatchObject({ id: other.id, deleted: true })
    await expect(stripe.accounts.retrievePerson(id, other.id)).rejects.toMatchObject({
      code: 'resource_missing',
    })
  })

  it('can go, except the only executive who is verified', async () => {
    const { id } = await activeCompany(bench, 'GB')
    const { data } = await stripe.accounts.listPersons(id, { relationship: { executive: true } })
    const executive = data.find((person) => !person.relationship?.representative)?.id ?? ''
    const chief = data.find((person) => person.relationship?.representative)?.id ?? ''
    const isExecutive = (value: boolean) =>
      stripe.accounts.updatePerson(id, chief, { relationship: { executive: value } })
    await isExecutive(false)
    await expect(stripe.accounts.deletePerson(id, executive)).rejects.toMatchObject({
      statusCode: 400,
      param: 'person',
    })
    await isExecutive(true)
    expect(await stripe.accounts.deletePerson(id, executive)).toMatchObject({ deleted: true })
  })

  it('have one representative, whose role is given up before another has it', async () => {
    const { id } = await createSeller(bench, 'GB', { business_type: 'company' })
    const chief = await stripe.accounts.createPerson(id, { relationship: { representative: true } })
    const next = () => stripe.accounts.createPerson(id, { relationship: { representative: true } })
    await expect(next()).rejects.toMatchObject({
      message: expect.stringContaining(`first remove the existing representative (${chief.id})`),
      param: 'relationship[representative]',
    })
    await stripe.accounts.updatePerson(id, chief.id, { relationship: { representative: false } })
    const { requirements } = await stripe.accounts.retrieve(id)
    expect(requirements?.currently_due).toContain('representative.email')
    expect((await next()).relationship).toMatchObject({ representative: true })
  })

  it('own no more than the whole of it', async () => {
    const { id } = await createSeller(bench, 'GB', { business_type: 'company' })
    const add = (percent_ownership: number) =>
      stripe.accounts.createPerson(id, { relationship: { owner: true, percent_ownership } })
    const { id: first } = await add(60)
    await expect(add(40.5)).rejects.toMatchObject({
      message: 'The total combined ownership of the company would exceed 100 percent.',
      param: 'relationship[percent_ownership]',
    })
    expect((await stripe.accounts.listPersons(id)).data).toHaveLength(1)
    for (const share of [20.1, 19.9]) await add(share)
    const more = stripe.accounts.updatePerson(id, first, { relationship: { percent_ownership: 60.1 } })
    await expect(more).rejects.toMatchObject({ param: 'relationship[percent_ownership]' })
  })

  it('can be given by person token', async () => {
    const { id } = await createSeller(bench, 'FR', { business_type: 'company' })
    const token = await stripe.tokens.create({
      person: { first_name: 'Robin', relationship: { owner: true } },
    })
    const person = await stripe.accounts.createPerson(id, { person_token: token.id })
    expect(person).toMatchObject({ first_name: 'Robin', relationship: { owner: true } })
  })
})

describe('capabilities', () => {
  it('are active with the account, listed, and withdrawn on request', async () => {
    const { id } = await activeSeller(bench)
    const { data } = await stripe.accounts.listCapabilities(id)
    expect(data).toMatchObject([
      { id: 'card_payments', status: 'active', requested: true, requirements: { disabled_reason: null } },
      { id: 'transfers', status: 'active' },
    ])
    const withdrawn = await stripe.accounts.updateCapability(id, 'card_payments', { requested: false })
    expect(withdrawn).toMatchObject({ status: 'unrequested', requested: false, requested_at: null })
    expect(await stripe.accounts.retrieve(id)).toMatchObject({
      charges_enabled: false,
      payouts_enabled: true,
      capabilities: { transfers: 'active' },
    })
  })

  it('say what they wait for', async () => {
    const { id } = await createSeller(bench)
    const capability = await stripe.accounts.retrieveCapability(id, 'transfers')
    expect(capability).toMatchObject({
      status: 'inactive',
      requirements: { disabled_reason: 'requirements.fields_needed' },
    })
    expect(capability.requirements?.currently_due).toContain('external_account')
  })

  it('that nobody asked for are unrequested; unknown ones do not exist', async () => {
    const { id } = await createSeller(bench, 'GB', { capabilities: {} })
    expect(await stripe.accounts.retrieveCapability(id, 'transfers')).toMatchObject({ status: 'unrequested' })
    await expect(stripe.accounts.retrieveCapability(id, 'teleportation')).rejects.toMatchObject({
      statusCode: 404,
    })
  })
})
