import { describe, expect, it } from 'vitest'
import { startBench } from './support.ts'

const bench = await startBench()
const { stripe } = bench

const BANK_ACCOUNT = {
  country: 'US',
  currency: 'usd',
  routing_number: '110000000',
  account_number: '000123456789',
}

describe('a token', () => {
  it('of a bank account shows its last digits, never the whole number, and is used once', async () => {
    const token = await stripe.tokens.create({ bank_account: BANK_ACCOUNT })
    expect(token).toMatchObject({ type: 'bank_account', used: false, bank_account: { last4: '6789' } })
    expect(JSON.stringify(token)).not.toContain(BANK_ACCOUNT.account_number)

    const { id } = await stripe.accounts.create({ type: 'custom', country: 'US' })
    const attach = () => stripe.accounts.createExternalAccount(id, { external_account: token.id })
    expect(await attach()).toMatchObject({ object: 'bank_account', last4: '6789' })
    expect(await stripe.tokens.retrieve(token.id)).toMatchObject({ used: true })
    await expect(attach()).rejects.toMatchObject({ code: 'token_already_used' })
  })

  it('of a person or an account carries its data', async () => {
    const person = await stripe.tokens.create({ person: { first_name: 'Ada' } })
    expect(person).toMatchObject({ type: 'person', livemode: false })
    const account_token = await stripe.tokens.create({
      account: { business_type: 'individual', individual: { first_name: 'Ada' } },
    })
    const account = await stripe.accounts.create({
      type: 'custom',
      country: 'FR',
      account_token: account_token.id,
    })
    expect(account.individual).toMatchObject({ first_name: 'Ada' })
  })

  it('of a number that identifies a person stands for it once', async () => {
    const { id: id_number } = await stripe.tokens.create({ pii: { id_number: '123-45-6789' } })
    expect(id_number).toMatch(/^pii_/)
    const create = () =>
      stripe.accounts.create({
        type: 'custom',
        country: 'US',
        business_type: 'individual',
        individual: { id_number },
      })
    expect((await create()).individual).toMatchObject({ id_number_provided: true })
    await expect(create()).rejects.toMatchObject({
      code: 'token_already_used',
      param: 'individual[id_number]',
    })
  })

  it('is checked when it is made, and of one thing', async () => {
    const wrong = stripe.tokens.create({ person: { nonsense: '1' } as object })
    await expect(wrong).rejects.toMatchObject({ code: 'parameter_unknown', param: 'person[nonsense]' })
    const both = stripe.tokens.create({ person: { first_name: 'A' }, bank_account: BANK_ACCOUNT })
    await expect(both).rejects.toMatchObject({ code: 'parameters_exclusive' })
  })
})
