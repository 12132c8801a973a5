import { describe, expect, it } from 'vitest'
import { nested } from '../../src/offline-stripe/accounts/test-answers.ts'
import { createCompany } from './accounts/company.ts'
import { answer } from './accounts/seller.ts'
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

describe('a company', () => {
  /** Answers to requirements below one subject, as a token takes them. */
  const answers = (due: readonly string[], prefix: string) => {
    const own = due.filter((path) => path.startsWith(prefix))
    return nested(own.map((path) => [path.slice(prefix.length), answer('FR', path)]))
  }

  it('gives itself and its people by tokens alone', async () => {
    const { requirements } = await createCompany(bench, 'FR')
    const due = requirements?.currently_due ?? []
    const { company } = answers(
      due.filter((path) => path.startsWith('company.')),
      '',
    ) as { company: object }
    const account_token = async (more: object = {}) =>
      (
        await stripe.tokens.create({
          account: { business_type: 'company', company: { ...company, ...more } },
        })
      ).id
    const { id, ...created } = await createCompany(bench, 'FR', {
      account_token: await account_token({ ownership_declaration_shown_and_signed: true }),
    })
    expect(created.company).toMatchObject({
      name: 'Fern and Clay',
      owners_provided: true,
      ownership_declaration: { date: expect.any(Number), ip: '127.0.0.1' },
      tax_id_provided: true,
    })
    for (const [group, role] of [
      ['representative', 'representative'],
      ['owners', 'owner'],
      ['directors', 'director'],
      ['executives', 'executive'],
    ] as const) {
      const { relationship, ...details } = answers(due, `${group}.`) as { relationship?: object }
      const person = { ...details, relationship: { ...relationship, [role]: true } }
      const { id: person_token } = await stripe.tokens.create({ person })
      expect(await stripe.accounts.createPerson(id, { person_token })).toMatchObject({
        account: id,
        relationship: { [role]: true },
      })
    }
    const { requirements: left } = await stripe.accounts.retrieve(id)
    expect(
      left?.currently_due?.filter((path) => /^(company|owners|directors|executives)/.test(path)),
    ).toEqual([])
  })

  it('made with a token is changed with another one only', async () => {
    const account = { business_type: 'company', company: { name: 'Fern', phone: '0000000000' } } as const
    const { id: account_token } = await stripe.tokens.create({ account })
    const { id } = await stripe.accounts.create({ type: 'custom', country: 'FR', account_token })
    await expect(stripe.accounts.update(id, { company: { name: 'Moss' } })).rejects.toMatchObject({
      statusCode: 400,
      param: 'company',
    })
    const { id: other } = await stripe.tokens.create({ account: { company: { name: 'Moss' } } })
    expect(await stripe.accounts.update(id, { account_token: other })).toMatchObject({
      company: { name: 'Moss', phone: expect.stringContaining('0000000000') },
    })
    const unset = await stripe.accounts.update(id, { company: { phone: '' }, metadata: { shop: '7' } })
    expect(unset).toMatchObject({ company: { phone: null }, metadata: { shop: '7' } })
  })

  it('has people made with tokens, who are changed with others only', async () => {
    const { id } = await createCompany(bench, 'FR')
    const { id: person_token } = await stripe.tokens.create({
      person: { first_name: 'Ada', last_name: 'Wren' },
    })
    const person = await stripe.accounts.createPerson(id, { person_token })
    const change = (details: object) => stripe.accounts.updatePerson(id, person.id, details)
    await expect(change({ first_name: 'Robin' })).rejects.toMatchObject({
      statusCode: 400,
      param: 'first_name',
    })
    const { id: other } = await stripe.tokens.create({ person: { first_name: 'Robin' } })
    expect(await change({ person_token: other })).toMatchObject({ first_name: 'Robin', last_name: 'Wren' })
    expect(await change({ last_name: '', relationship: { owner: true } })).toMatchObject({ last_name: null })
    const plain = await stripe.accounts.createPerson(id, { first_name: 'Ada' })
    expect(await stripe.accounts.updatePerson(id, plain.id, { first_name: 'Eve' })).toMatchObject({
      first_name: 'Eve',
    })
  })

  it.each([
    [{ company: { structure: 'guild' } }, 'account[company][structure]'],
    [{ company: { ownership_declaration: { ip: 'here' } } }, 'account[company][ownership_declaration][ip]'],
    [{ company: { nonsense: '1' } }, 'account[company][nonsense]'],
  ])('is checked when its token is made: %j', async (account, param) => {
    const made = stripe.tokens.create({ account: { business_type: 'company', ...account } as object })
    await expect(made).rejects.toMatchObject({ statusCode: 400, param })
  })
})
