import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { someCountries } from '../../support/breadth.ts'
import { PNG, startBench } from '../support.ts'
import { activeSeller, type BankDetails, bankAccount, createSeller, iban } from './seller.ts'

const bench = await startBench()
const { stripe } = bench

async function add(account: Stripe.Account, external_account: BankDetails | string, params = {}) {
  const added = await stripe.accounts.createExternalAccount(account.id, { external_account, ...params })
  if (added.object !== 'bank_account') throw new Error(`${added.object} instead of a bank account`)
  return added
}

describe('a bank account', () => {
  it.each(someCountries)('of %s is taken, and shows the end of its number only', async (country) => {
    const details = bankAccount(country)
    const added = await add(await createSeller(bench, country), details)
    const number = details.account_number.replaceAll('-', '')
    expect(added).toMatchObject({
      country,
      currency: details.currency,
      default_for_currency: true,
      last4: number.slice(-4),
      status: 'new',
    })
    expect(JSON.stringify(added)).not.toContain(number)
  })

  it.each([
    ['US', { routing_number: '110000001' }, 'external_account[routing_number]', 'routing_number_invalid'],
    ['US', { routing_number: '1100' }, 'external_account[routing_number]', 'routing_number_invalid'],
    ['US', { account_number: '12' }, 'external_account[account_number]', 'account_number_invalid'],
    ['US', { account_number: '000999999990' }, 'external_account', 'bank_account_unusable'],
    ['GB', { routing_number: '10880' }, 'external_account[routing_number]', 'routing_number_invalid'],
    ['AU', { routing_number: '11000' }, 'external_account[routing_number]', 'routing_number_invalid'],
    ['CA', { routing_number: '11000' }, 'external_account[routing_number]', 'routing_number_invalid'],
    ['IN', { routing_number: 'HDFC1000261' }, 'external_account[routing_number]', 'routing_number_invalid'],
    [
      'MX',
      { account_number: '00000000123456789' },
      'external_account[account_number]',
      'account_number_invalid',
    ],
    [
      'DE',
      { account_number: 'DE893704004405320130' },
      'external_account[account_number]',
      'account_number_invalid',
    ],
    ['HK', { account_number: '1'.repeat(17) }, 'external_account[account_number]', 'account_number_invalid'],
    ['SG', { account_number: '1'.repeat(32) }, 'external_account[account_number]', 'account_number_invalid'],
    ['DE', { account_number: iban('FR') }, 'external_account[account_number]', 'account_number_invalid'],
    ['DE', { currency: 'brl' }, 'external_account[currency]', undefined],
    ['US', { country: 'GB', currency: 'usd' }, 'external_account[country]', undefined],
  ])('of %s with %j is refused at %s', async (country, wrong, param, code) => {
    const account = await createSeller(bench, country)
    const error = await add(account, { ...bankAccount(country), ...wrong }).catch((caught) => caught)
    expect(error).toMatchObject({ statusCode: 400, param })
    expect(error.code).toBe(code)
  })

  it.each([
    ['US', { account_number: '1234567890' }, '000123456789'],
    ['DE', { account_number: 'DE75512108001245126199' }, 'DE89370400440532013000'],
    ['JP', { account_number: '1234567' }, '0001234'],
  ])('of %s with a real number is refused in test mode: %j', async (country, real, number) => {
    const error = await add(await createSeller(bench, country), { ...bankAccount(country), ...real }).catch(
      (caught) => caught,
    )
    expect(error).toMatchObject({
      code: 'account_number_invalid',
      param: 'external_account[account_number]',
      message: expect.stringMatching(`^You must use a test bank account number in test mode. Try ${number} `),
    })
  })

  it('that needs a routing number is not taken without one', async () => {
    const { routing_number: _left, ...details } = bankAccount('US')
    await expect(add(await createSeller(bench), details)).rejects.toMatchObject({
      code: 'parameter_missing',
      param: 'external_account[routing_number]',
    })
  })

  it.each(['DE89370400440532013002', 'DE62370400440532013001', 'DE89 3704 0044 0532 0130 00'])(
    '%s is taken whatever its check digits',
    async (account_number) => {
      const added = await add(await createSeller(bench, 'DE'), { ...bankAccount('DE'), account_number })
      expect(added.last4).toBe(account_number.replaceAll(' ', '').slice(-4))
    },
  )

  it.each([
    ['DE', '110000000'],
    ['FR', '110000000'],
    ['MX', '110000000'],
    ['NZ', '110000'],
    ['US', '110000000'],
  ])("of %s names Stripe's test bank %s", async (country, routing_number) => {
    const added = await add(await createSeller(bench, country), bankAccount(country))
    expect(added.routing_number).toBe(routing_number)
  })

  it('abroad is taken where the country allows the currency there', async () => {
    const account = await createSeller(bench, 'FR')
    const added = await add(account, { ...bankAccount('US'), currency: 'usd' })
    expect(added).toMatchObject({ country: 'US', currency: 'usd' })
  })

  it('of the number without instant payouts has none', async () => {
    const account_number = '000888888883'
    const added = await add(await createSeller(bench), { ...bankAccount('US'), account_number })
    expect(added.available_payout_methods).toEqual(['standard'])
  })

  it.each([
    ['000999999991', []],
    ['000999999992', ['documents.bank_account_ownership_verification.files']],
  ])('%s is asked for %j to prove whose it is', async (account_number, due) => {
    const { id } = await createSeller(bench)
    const external = { ...bankAccount('US'), account_number }
    const added = await stripe.accounts.createExternalAccount(id, { external_account: external })
    expect(added).toMatchObject({ requirements: { currently_due: due } })
    const owed = async () => {
      const { requirements } = await stripe.accounts.retrieve(id)
      return requirements?.currently_due?.filter((path) => path.startsWith('documents.'))
    }
    expect(await owed()).toEqual(due)
    const proof = await stripe.files.create({
      purpose: 'account_requirement',
      file: { name: 'statement.png', type: 'image/png', data: PNG },
    })
    const proven = await stripe.accounts.updateExternalAccount(id, added.id, {
      documents: { bank_account_ownership_verification: { files: [proof.id] } },
    })
    expect(proven).toMatchObject({ requirements: { currently_due: [] } })
    expect(await owed()).toEqual([])
  })

  it('by token is the one that the token showed', async () => {
    const { object: _object, ...bank_account } = bankAccount('US')
    const token = await stripe.tokens.create({ bank_account })
    const { id, fingerprint } = await add(await createSeller(bench), token.id)
    expect(token.bank_account).toMatchObject({ id, fingerprint })
  })

  it('by token is taken once', async () => {
    const token = await stripe.tokens.create({
      bank_account: {
        country: 'US',
        currency: 'usd',
        account_number: '000123456789',
        routing_number: '110000000',
      },
    })
    const account = await createSeller(bench)
    expect(await add(account, token.id)).toMatchObject({ last4: '6789' })
    await expect(add(account, token.id)).rejects.toMatchObject({ code: 'token_already_used' })
    expect(await add(account, 'btok_us_verified_accountClosed')).toMatchObject({ last4: '1113' })
    await expect(add(account, 'btok_unknown')).rejects.toMatchObject({ code: 'resource_missing' })
  })

  it('has the same fingerprint wherever it is', async () => {
    const [one, other] = [await createSeller(bench), await createSeller(bench)]
    const [first, second] = [await add(one, bankAccount('US')), await add(other, bankAccount('US'))]
    expect(first.fingerprint).toBe(second.fingerprint)
    expect(first.id).not.toBe(second.id)
  })
})

describe('external accounts of one account', () => {
  it('have one default in each currency', async () => {
    const account = await createSeller(bench, 'DE')
    const first = await add(account, bankAccount('DE'))
    const second = await add(
      account,
      { ...bankAccount('FR'), currency: 'eur' },
      { default_for_currency: true },
    )
    const dollars = await add(account, bankAccount('US'))
    const { data } = await stripe.accounts.listExternalAccounts(account.id, { object: 'bank_account' })
    expect(data.map(({ id, default_for_currency }) => [id, default_for_currency])).toEqual([
      [dollars.id, true],
      [second.id, true],
      [first.id, false],
    ])
    await stripe.accounts.updateExternalAccount(account.id, first.id, { default_for_currency: true })
    expect(await stripe.accounts.retrieveExternalAccount(account.id, second.id)).toMatchObject({
      default_for_currency: false,
    })
  })

  it('keep the default of the default currency, unless another takes its place', async () => {
    const account = await createSeller(bench, 'DE')
    const first = await add(account, bankAccount('DE'))
    await expect(stripe.accounts.deleteExternalAccount(account.id, first.id)).rejects.toMatchObject({
      statusCode: 400,
    })
    await add(account, { ...bankAccount('FR'), currency: 'eur' }, { default_for_currency: true })
    expect(await stripe.accounts.deleteExternalAccount(account.id, first.id)).toMatchObject({ deleted: true })
    expect((await stripe.accounts.retrieve(account.id)).external_accounts?.data).toHaveLength(1)
  })

  it('are replaced by the one given to the account itself', async () => {
    const account = await activeSeller(bench, 'GB')
    const replaced = await stripe.accounts.update(account.id, {
      external_account: { ...bankAccount('GB'), account_number: '33333335' },
    })
    expect(replaced.external_accounts?.data).toMatchObject([{ last4: '3335', default_for_currency: true }])
    expect(replaced.payouts_enabled).toBe(true)
  })

  it('stay beside it where they were not the default', async () => {
    const account = await createSeller(bench)
    const first = await add(account, bankAccount('US'))
    const second = await add(account, { ...bankAccount('US'), account_number: '000222222227' })
    const { external_accounts } = await stripe.accounts.update(account.id, {
      external_account: 'btok_us_verified_noAccount',
    })
    expect(external_accounts?.data.map(({ id }) => id)).not.toContain(first.id)
    expect(external_accounts?.data).toMatchObject([
      { id: second.id, default_for_currency: false },
      { last4: '1116', default_for_currency: true },
    ])
  })

  it('change what may be changed, and hold metadata', async () => {
    const account = await createSeller(bench)
    const { id } = await add(account, bankAccount('US'), { metadata: { branch: '4' } })
    const changed = await stripe.accounts.updateExternalAccount(account.id, id, {
      account_holder_name: 'Robin Weaver',
      account_holder_type: 'individual',
      metadata: { till: '2' },
    })
    expect(changed).toMatchObject({
      account_holder_name: 'Robin Weaver',
      metadata: { branch: '4', till: '2' },
    })
    await expect(
      stripe.accounts.updateExternalAccount(account.id, id, { account_number: '1' } as object),
    ).rejects.toMatchObject({ code: 'parameter_unknown' })
  })

  it('are not seen from another account', async () => {
    const [one, other] = [await createSeller(bench), await createSeller(bench)]
    const { id } = await add(one, bankAccount('US'))
    await expect(stripe.accounts.retrieveExternalAccount(other.id, id)).rejects.toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
    })
  })

  it('expand only as far as an answer stays small', async () => {
    const seller = await createSeller(bench)
    await Promise.all(Array.from({ length: 50 }, () => add(seller, bankAccount('US'))))
    const expand = ['external_accounts.data.account.external_accounts.data.account']
    await expect(stripe.accounts.retrieve(seller.id, { expand })).rejects.toMatchObject({
      statusCode: 400,
      param: 'expand',
    })
  })
})
