import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { startBench } from '../support.ts'
import { activeSeller, bankAccount, createSeller } from './seller.ts'

const bench = await startBench()
const { stripe } = bench

/** The new events about the account, oldest first. */
async function eventsOf(account: string, work: () => Promise<unknown>): Promise<Stripe.Event[]> {
  const read = async () => (await stripe.events.list({ limit: 100 }, { stripeAccount: account })).data
  const known = new Set((await read()).map(({ id }) => id))
  await work()
  return (await read()).filter(({ id }) => !known.has(id)).reverse()
}

describe('events', () => {
  it('tell of a new account, its person, its bank account and its capabilities', async () => {
    const { id } = await createSeller(bench, 'GB', { external_account: bankAccount('GB') })
    const types = (await stripe.events.list({ limit: 100 }, { stripeAccount: id })).data.map(
      ({ type }) => type,
    )
    expect(types.toSorted()).toEqual([
      'account.external_account.created',
      'account.updated',
      'capability.updated',
      'capability.updated',
      'person.created',
    ])
  })

  it('say what it was before', async () => {
    const { id } = await createSeller(bench, 'GB', { individual: { first_name: 'Robin' } })
    const events = await eventsOf(id, () =>
      stripe.accounts.update(id, { individual: { first_name: 'Wren' } }),
    )
    expect(events).toMatchObject([
      { type: 'person.updated', account: id, data: { previous_attributes: { first_name: 'Robin' } } },
      {
        type: 'account.updated',
        account: id,
        data: {
          object: { id, individual: { first_name: 'Wren' } },
          previous_attributes: { individual: { first_name: 'Robin' } },
        },
      },
    ])
  })

  it('never show a number that identifies a person or a bank account', async () => {
    const individual = { id_number: '123-45-6780', ssn_last_4: '6780' }
    const { id } = await createSeller(bench, 'US', { individual, external_account: bankAccount('US') })
    await stripe.accounts.update(id, { individual: { id_number: '987654320' } })
    const { data } = await stripe.events.list({ limit: 100 }, { stripeAccount: id })
    for (const number of ['123456780', '6780', '987654320', '000123456789'])
      expect(JSON.stringify(data.map((event) => event.data))).not.toContain(`"${number}"`)
  })

  it('are none where nothing changed', async () => {
    const { id } = await createSeller(bench, 'GB', { email: 'robin@example.com' })
    expect(await eventsOf(id, () => stripe.accounts.update(id, { email: 'robin@example.com' }))).toEqual([])
  })

  it('tell of what time does: a verdict and a deadline', async () => {
    const { id } = await activeSeller(bench, 'GB')
    await stripe.accounts.update(id, { individual: { dob: { day: 2, month: 2, year: 1982 } } })
    const verdict = await eventsOf(id, () => bench.advance(3))
    expect(verdict.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['account.updated', 'person.updated', 'capability.updated']),
    )
    const deadline = await eventsOf(id, () => bench.advance(15 * 24 * 60 * 60))
    const [updated] = deadline.filter(({ type }) => type === 'account.updated')
    expect(updated?.data).toMatchObject({
      object: { payouts_enabled: false },
      previous_attributes: { payouts_enabled: true, requirements: { disabled_reason: null } },
    })
  })

  it('tell of external accounts that change and go', async () => {
    const { id } = await createSeller(bench, 'GB')
    const ofType = async (work: () => Promise<unknown>) =>
      (await eventsOf(id, work)).map(({ type }) => type).filter((type) => type.includes('external_account'))
    const add = () => stripe.accounts.createExternalAccount(id, { external_account: bankAccount('GB') })
    expect(await ofType(add)).toEqual(['account.external_account.created'])
    const [first] = (await stripe.accounts.listExternalAccounts(id)).data
    expect(
      await ofType(() =>
        stripe.accounts.updateExternalAccount(id, first?.id ?? '', { metadata: { till: '2' } }),
      ),
    ).toEqual(['account.external_account.updated'])
    const external_account = { ...bankAccount('GB'), account_number: '33333335' }
    expect(await ofType(() => stripe.accounts.update(id, { external_account }))).toEqual([
      'account.external_account.created',
      'account.external_account.deleted',
    ])
  })

  it('tell of people who come and go', async () => {
    const { id } = await createSeller(bench, 'GB', { business_type: 'company' })
    const person = await stripe.accounts.createPerson(id, { relationship: { owner: true } })
    const events = await eventsOf(id, () => stripe.accounts.deletePerson(id, person.id))
    expect(events[0]).toMatchObject({
      type: 'person.deleted',
      account: id,
      data: { object: { id: person.id } },
    })
  })
})
