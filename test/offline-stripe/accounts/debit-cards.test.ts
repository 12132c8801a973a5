import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { fundedAccount, MANUAL, startBench } from '../support.ts'
import { bankAccount, createSeller } from './seller.ts'

const bench = await startBench({ verificationSeconds: 0 })
const { stripe } = bench

const SUCCESS = '4000056655665556'
const VALID = { exp_month: '12', exp_year: '2040', cvc: '123' }

async function add(account: string, external_account: string | object, params = {}): Promise<Stripe.Card> {
  const added = await stripe.accounts.createExternalAccount(account, {
    external_account: external_account as string,
    ...params,
  })
  if (added.object !== 'card') throw new Error(`${added.object} instead of a card`)
  return added
}

/** An account with some money, which pays out to the card only on request. */
async function paidByCard(token: string) {
  const { account, on } = await fundedAccount(bench, { settings: MANUAL })
  const card = await add(account, token, { default_for_currency: true })
  return { account, card, on }
}

describe('a debit card', () => {
  it.each([
    ['US', 'tok_visa_debit', { brand: 'Visa', currency: 'usd', last4: '5556' }],
    ['US', 'tok_mastercard_debit', { brand: 'MasterCard', last4: '8210' }],
    ['GB', 'tok_visa_debit_gb_transferSuccess', { country: 'GB', currency: 'gbp', last4: '0203' }],
    ['DE', 'tok_visa_debit_de_instantPayoutUnsupported', { available_payout_methods: ['standard'] }],
  ])('of %s by %s is an external account', async (country, token, shown) => {
    const { id } = await createSeller(bench, country)
    expect(await add(id, token)).toMatchObject({
      account: id,
      available_payout_methods: ['standard', 'instant'],
      default_for_currency: true,
      funding: 'debit',
      status: 'new',
      ...shown,
    })
    expect((await stripe.accounts.listExternalAccounts(id, { object: 'card' })).data).toHaveLength(1)
  })

  it('by its number shows the end of it only', async () => {
    const { id } = await createSeller(bench)
    const token = await stripe.tokens.create({ card: { number: SUCCESS, ...VALID } })
    const card = await add(id, token.id, { metadata: { till: '1' } })
    expect(card).toMatchObject({ id: token.card?.id, last4: '5556', exp_year: 2040, metadata: { till: '1' } })
    await expect(add(id, token.id)).rejects.toMatchObject({ code: 'token_already_used' })
    await add(id, { object: 'card', number: SUCCESS, ...VALID })
    const { data } = await stripe.events.list({ limit: 100 }, { stripeAccount: id })
    expect(JSON.stringify([token, card, data])).not.toContain(SUCCESS)
  })

  it.each([
    ['4242424242424242', VALID, 400, 'invalid_card_type'],
    ['4242424242424241', VALID, 402, 'incorrect_number'],
    [SUCCESS, { ...VALID, exp_year: '2020' }, 402, 'invalid_expiry_year'],
    [SUCCESS, { ...VALID, exp_month: '13' }, 402, 'invalid_expiry_month'],
  ])('%s with %j is refused', async (number, details, statusCode, code) => {
    const { id } = await createSeller(bench)
    const refused = add(id, { object: 'card', number, ...details })
    await expect(refused).rejects.toMatchObject({ statusCode, code })
  })

  it('from abroad is refused', async () => {
    const { id } = await createSeller(bench)
    await expect(add(id, 'tok_visa_debit_gb_transferSuccess')).rejects.toMatchObject({ statusCode: 400 })
  })

  it('changes, gives way and goes', async () => {
    const { id } = await createSeller(bench)
    const card = await add(id, 'tok_visa_debit')
    const changed = await stripe.accounts.updateExternalAccount(id, card.id, {
      exp_month: '3',
      name: 'Robin',
    })
    expect(changed).toMatchObject({ exp_month: 3, name: 'Robin', default_for_currency: true })
    const account_type = stripe.accounts.updateExternalAccount(id, card.id, { account_type: 'checking' })
    await expect(account_type).rejects.toMatchObject({ code: 'parameter_unknown' })
    await stripe.accounts.createExternalAccount(id, {
      external_account: bankAccount('US'),
      default_for_currency: true,
    })
    expect(await stripe.accounts.deleteExternalAccount(id, card.id)).toMatchObject({
      object: 'card',
      deleted: true,
    })
  })
})

describe('a payout to a debit card', () => {
  it('arrives, at once where it is instant', async () => {
    const { card, on } = await paidByCard('tok_visa_debit')
    const { id } = await stripe.payouts.create({ amount: 100, currency: 'usd', method: 'instant' }, on)
    await bench.advance(60 * 60)
    expect(await stripe.payouts.retrieve(id, {}, on)).toMatchObject({
      status: 'paid',
      type: 'card',
      destination: card.id,
    })
  })

  it('fails where the card does not take it, and disables the card', async () => {
    const { account, card, on } = await paidByCard('tok_visa_debit_us_transferFail')
    const { id } = await stripe.payouts.create({ amount: 100, currency: 'usd' }, on)
    await bench.advance(7 * 24 * 60 * 60)
    expect(await stripe.payouts.retrieve(id, {}, on)).toMatchObject({
      status: 'failed',
      failure_code: 'could_not_process',
    })
    expect(await stripe.accounts.retrieveExternalAccount(account, card.id)).toMatchObject({
      status: 'errored',
    })
  })
})
