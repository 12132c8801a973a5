import { describe, expect, test } from 'vitest'
import { personStore } from '../../src/accounts/store/persons.ts'
import { payoutsApi } from '../../src/payouts/api/index.ts'
import { payoutStore } from '../../src/payouts/store/payouts.ts'
import { registrationApi } from '../../src/registration/api/index.ts'
import { png } from '../support/picture.ts'
import { serveApi } from './api-support.ts'
import { openDesk, signedIn } from './support.ts'

const { services } = await openDesk()
const userApi = [...registrationApi, ...payoutsApi]
const call = await serveApi(userApi, services)

/** A person with one account. */
async function seller(country = 'GB', business_type = 'individual') {
  const as = signedIn(services).caller.accountid
  const { body } = await call('POST', 'create-stripe-account', {
    as,
    query: { accountid: as },
    body: { business_type, country },
  })
  return { as, query: { stripeid: body.stripeid } }
}

/** A payout as a webhook would add it. */
async function paidOut(accountid: string, stripeid: string, payoutid: string): Promise<void> {
  const payouts = payoutStore(services.storage)
  const stripeObject = {
    id: payoutid,
    object: 'payout',
    status: 'paid',
    amount: 100,
    currency: 'gbp',
    created: 1,
  }
  await payouts.record(
    { stripeid, accountid, stripeObject: stripeObject as never },
    await payouts.ticket(payoutid),
  )
}

describe('guests', () => {
  test.each(userApi.map(({ method, path }) => [method, path.split('/').at(-1) ?? '']))(
    'are refused: %s %s',
    async (method, name) => {
      expect(await call(method, name)).toEqual({
        status: 401,
        body: { object: 'error', message: 'sign-in-required', detail: expect.any(String) },
      })
    },
  )
})

describe('countries', () => {
  test('are listed by their code, with their names', async () => {
    const { body } = await call('GET', 'country-specs', { as: 'someone', query: { offset: '1', limit: '2' } })
    expect(body.map(({ countryid }) => countryid)).toEqual(['AT', 'AU'])
    expect(body[0]).toMatchObject({
      object: 'countrySpec',
      stripeObject: { name: 'Austria', object: 'country_spec' },
    })
    expect((await call('GET', 'country-specs', { as: 'someone', query: { all: 'true' } })).body).toHaveLength(
      41,
    )
    expect((await call('GET', 'country-specs-count', { as: 'someone' })).body).toBe(41)
    const one = await call('GET', 'country-spec', { as: 'someone', query: { countryid: 'JP' } })
    expect(one.body).toMatchObject({ countryid: 'JP', stripeObject: { default_currency: 'jpy' } })
  })

  test('that do not exist are said not to', async () => {
    for (const query of [{ countryid: 'XX' }, { countryid: '' }, {}]) {
      const { status, body } = await call('GET', 'country-spec', { as: 'someone', query })
      expect([status >= 400 && status < 500, body.message]).toEqual([true, 'invalid-countryid'])
    }
  })
})

describe('lists', () => {
  test('of nothing are empty, and a count of nothing is 0', async () => {
    const query = { accountid: 'nobody' }
    for (const [name, nothing] of [
      ['stripe-accounts', []],
      ['payouts', []],
      ['stripe-accounts-count', 0],
      ['payouts-count', 0],
    ] as const)
      expect(await call('GET', name, { as: 'nobody', query })).toEqual({ status: 200, body: nothing })
  })

  test.each([
    [{ offset: '-1' }, 'invalid-offset'],
    [{ offset: 'abc' }, 'invalid-offset'],
    [{ offset: '1; drop table' }, 'invalid-offset'],
    [{ limit: '0' }, 'invalid-limit'],
    [{ limit: '' }, 'invalid-limit'],
    [{ limit: '1e9' }, 'invalid-limit'],
  ])('refuse to be paged by %o', async (page, code) => {
    const query = { accountid: 'someone', ...page } as Record<string, string>
    for (const name of ['stripe-accounts', 'payouts'])
      expect(await call('GET', name, { as: 'someone', query })).toMatchObject({
        status: 400,
        body: { message: code },
      })
  })

  test('of more than they may have are cut', async () => {
    for (const limit of ['100', '101', '00250', '1000', '9'.repeat(400)]) {
      const query = { limit }
      const { status, body } = await call('GET', 'country-specs', { as: 'someone', query })
      expect([status, body.length], limit).toEqual([200, 41])
    }
    const { as, query } = await seller()
    await Promise.all(
      Array.from({ length: 101 }, (_, index) => paidOut(as, query.stripeid, `po_${index}_${as}`)),
    )
    const paid = async (limit: string) =>
      (await call('GET', 'payouts', { as, query: { accountid: as, limit } })).body.length
    expect(await paid('101')).toBe(100)
    expect(await paid('99999999999')).toBe(100)
  })

  test('of what was made within one second are in the order in which it came', async () => {
    const { accountid: as } = signedIn(services).caller
    const made: string[] = []
    for (const country of ['GB', 'DE', 'FR', 'US', 'JP']) {
      const body = { business_type: 'individual', country }
      const { body: account } = await call('POST', 'create-stripe-account', {
        as,
        query: { accountid: as },
        body,
      })
      made.unshift(account.stripeid)
    }
    const paid = ['po_m', 'po_z', 'po_a', 'po_y', 'po_b'].map((id) => `${id}_${as}`)
    for (const id of paid) await paidOut(as, made[0] ?? '', id)
    for (const limit of [1, 2, 10])
      for (const [name, key, ids] of [
        ['stripe-accounts', 'stripeid', made],
        ['payouts', 'payoutid', paid.toReversed()],
      ] as const) {
        const seen: unknown[] = []
        for (let offset = 0; offset < ids.length; offset += limit) {
          const query = { accountid: as, offset: `${offset}`, limit: `${limit}` }
          const { body } = await call('GET', name, { as, query })
          seen.push(...body.map((object) => (object as unknown as Record<string, string>)[key]))
        }
        expect(seen, `${name} by ${limit}`).toEqual(ids)
      }
  })

  test('are newest first and paged one way', async () => {
    const { as, query } = await seller()
    for (const id of ['po_1', 'po_2', 'po_3']) await paidOut(as, query.stripeid, `${id}_${as}`)
    const list = async (page: Record<string, string>) =>
      (await call('GET', 'payouts', { as, query: { accountid: as, ...page } })).body.length
    expect(await list({})).toBe(3)
    expect(await list({ limit: '2' })).toBe(2)
    expect(await list({ offset: '2' })).toBe(1)
    expect(await list({ all: 'yes', limit: '1' })).toBe(3)
    expect(await list({ stripeid: 'acct_other' })).toBe(0)
    expect((await call('GET', 'payouts-count', { as, query: { accountid: as } })).body).toBe(3)
  })

  test('of somebody else are answered as if they did not exist', async () => {
    const { as } = await seller()
    for (const name of ['stripe-accounts', 'stripe-accounts-count', 'payouts', 'payouts-count'])
      expect(await call('GET', name, { as: 'another', query: { accountid: as } })).toMatchObject({
        status: 404,
        body: { message: 'invalid-accountid', field: 'accountid' },
      })
  })
})

describe('an account', () => {
  test('is created, found and listed', async () => {
    const { as, query } = await seller('DE')
    const { body } = await call('GET', 'stripe-account', { as, query })
    expect(body).toMatchObject({
      object: 'stripeAccount',
      accountid: as,
      stripeObject: { id: query.stripeid, country: 'DE' },
      requiresOwners: false,
    })
    expect(body).not.toHaveProperty('submittedAt')
    expect(new Date(body.createdAt).toISOString()).toBe(body.createdAt)
    const accounts = await call('GET', 'stripe-accounts', { as, query: { accountid: as } })
    expect(accounts.body.map(({ stripeid }) => stripeid)).toEqual([query.stripeid])
    expect((await call('GET', 'stripe-accounts-count', { as, query: { accountid: as } })).body).toBe(1)
  })

  test('is created once for one operation', async () => {
    const body = { business_type: 'individual', country: 'GB', operation: 'operation-1' }
    const create = () =>
      call('POST', 'create-stripe-account', { as: 'twice', query: { accountid: 'twice' }, body })
    const [first, second] = await Promise.all([create(), create()])
    expect(first.body.stripeid).toBe(second.body.stripeid)
  })

  test.each([
    [{ business_type: 'charity', country: 'GB' }, 'invalid-business_type'],
    [{ country: 'GB' }, 'invalid-business_type'],
    [{ business_type: 'individual' }, 'invalid-country'],
    [{ business_type: 'individual', country: 'XX' }, 'invalid-country'],
  ])('is not created from %o', async (body, code) => {
    const answer = await call('POST', 'create-stripe-account', { as: 'a', query: { accountid: 'a' }, body })
    expect(answer).toMatchObject({ status: 400, body: { object: 'error', message: code } })
    expect(answer.body.detail).toMatch(/\.$/)
  })

  test('of a company says whose names are required', async () => {
    const { as, query } = await seller('GB', 'company')
    expect((await call('GET', 'stripe-account', { as, query })).body).toMatchObject({
      requiresOwners: true,
      requiresDirectors: true,
      requiresExecutives: true,
    })
    expect(await call('GET', 'persons', { as, query })).toEqual({ status: 200, body: [] })
    expect(await call('GET', 'persons-count', { as, query })).toEqual({ status: 200, body: 0 })
  })

  test('of a company says of what Stripe asks that there is no field for it', async () => {
    const { as, query } = await seller('GB', 'company')
    for (const name of ['company_owners_provided', 'directors_first_name']) {
      const { status, body } = await call('PATCH', 'update-stripe-account', {
        as,
        query,
        body: { [name]: 'true' },
      })
      expect([status, body.message, body.detail]).toEqual([
        400,
        `invalid-${name}`,
        expect.stringContaining('this module has no field for it yet'),
      ])
    }
  })

  test('is made in a country in small letters, too', async () => {
    const { as, query } = await seller('gb')
    expect((await call('GET', 'stripe-account', { as, query })).body).toMatchObject({
      stripeObject: { country: 'GB' },
    })
  })

  test('of an individual has no people', async () => {
    const { as, query } = await seller()
    for (const name of ['persons', 'persons-count'])
      expect(await call('GET', name, { as, query })).toMatchObject({
        body: { message: 'invalid-stripe-account' },
      })
  })

  test.each([
    ['GET', 'stripe-account'],
    ['DELETE', 'delete-stripe-account'],
    ['GET', 'persons'],
    ['GET', 'persons-count'],
    ['PATCH', 'set-stripe-account-submitted'],
    ['PATCH', 'update-payment-information'],
    ['PATCH', 'update-stripe-account'],
  ])('of somebody else does not exist for %s %s', async (method, name) => {
    const { query } = await seller()
    const bank = {
      currency: 'gbp',
      country: 'GB',
      account_holder_name: 'M',
      account_holder_type: 'individual',
    }
    const body = method === 'PATCH' ? bank : undefined
    const foreign = await call(method, name, { as: 'another', query, ...(body && { body }) })
    const missing = await call(method, name, {
      as: 'another',
      query: { stripeid: 'acct_none' },
      ...(body && { body }),
    })
    expect(foreign).toMatchObject({ status: 404, body: { message: 'invalid-stripeid', field: 'stripeid' } })
    expect(missing).toEqual(foreign)
  })

  test('is updated by the names of its requirements', async () => {
    const { as, query } = await seller()
    const update = (body: unknown) => call('PATCH', 'update-stripe-account', { as, query, body })
    const { body } = await update({
      individual_first_name: 'Maya',
      individual_dob_day: 4,
      individual_dob_month: 7,
      individual_dob_year: 1986,
      business_profile_mcc: '5942',
    })
    expect(body.stripeObject).toMatchObject({
      individual: { first_name: 'Maya', dob: { day: 4, month: 7, year: 1986 } },
      business_profile: { mcc: '5942' },
    })
    expect(
      await update({ individual_dob_day: 31, individual_dob_month: 2, individual_dob_year: 1986 }),
    ).toMatchObject({
      status: 400,
      body: { message: 'invalid-individual_dob_day', field: 'individual_dob_day' },
    })
  })

  test('refuses by name whatever nobody asks of it, and takes nothing else of the call', async () => {
    const { as, query } = await seller()
    const update = (body: unknown) => call('PATCH', 'update-stripe-account', { as, query, body })
    const wrong = ['individual_nonsense', 'individual_dob', 'company_name', 'constructor', 'something_else']
    for (const name of wrong) {
      const { status, body } = await update({ individual_first_name: 'Maya', [name]: '1' })
      expect([status, body.message], name).toEqual([400, `invalid-${name}`])
      expect(body.detail).toBe('Stripe does not ask for this')
    }
    const nothing = await update({ individual_political_exposure: 'perhaps' })
    expect(nothing.body.detail).toMatch(/^Select .*\. A program sends a value like none\.$/)
    const form = new FormData()
    form.set('individual_selfie_front', new Blob([png()], { type: 'image/png' }), 'me.png')
    expect(await call('PATCH', 'update-stripe-account', { as, query, form })).toMatchObject({
      status: 400,
      body: { message: 'unexpected-file', field: 'individual_selfie_front' },
    })
    const { body } = await call('GET', 'stripe-account', { as, query })
    expect(body.stripeObject.individual?.first_name ?? null).toBeNull()
    // What is not asked yet may be told before.
    expect(await update({ individual_maiden_name: 'Hart' })).toMatchObject({ status: 200 })
  })

  test.each([
    ['nothing', null],
    ['an object', { first: 'Maya' }],
    ['a list of objects', [{}]],
    ['a list of names', ['Maya', 'Hart']],
  ])('is not called by what JSON makes of %s', async (_what, individual_first_name) => {
    const { as, query } = await seller()
    const { status, body } = await call('PATCH', 'update-stripe-account', {
      as,
      query,
      body: { individual_first_name },
    })
    expect([status, body.message]).toEqual([400, 'invalid-individual_first_name'])
  })

  test('is told of half a character, which no answer can hold, instead of failing', async () => {
    const { as, query } = await seller()
    const body = { individual_first_name: 'Maya\ud800', business_profile_name: 'Bowls\ud800' }
    expect((await call('PATCH', 'update-stripe-account', { as, query, body })).status).toBeLessThan(500)
  })

  test('is not paid to what JSON makes of nothing', async () => {
    const { as, query } = await seller()
    const body = {
      country: 'GB',
      currency: 'gbp',
      account_holder_name: null,
      account_holder_type: 'individual',
    }
    const refused = await call('PATCH', 'update-payment-information', { as, query, body })
    expect([refused.status, refused.body.message]).toEqual([400, 'invalid-account_holder_name'])
  })

  test('takes documents', async () => {
    const { as, query } = await seller()
    const form = new FormData()
    const picture = new Blob([new Uint8Array(png())], { type: 'image/png' })
    form.set('individual_verification_document_front', picture, 'passport.png')
    const { body } = await call('PATCH', 'update-stripe-account', { as, query, form })
    expect(body.stripeObject.individual.verification.document.front).toMatch(/^file_/)
  })

  test('is paid to a bank account, or says what is wrong with it', async () => {
    const { as, query } = await seller()
    const update = (body: unknown) => call('PATCH', 'update-payment-information', { as, query, body })
    const bank = {
      currency: 'gbp',
      country: 'GB',
      account_holder_name: 'Maya Hart',
      account_holder_type: 'individual',
      account_number: '00012345',
      sort_code: '108800',
    }
    expect(await update({ ...bank, sort_code: '1' })).toMatchObject({
      status: 400,
      body: { message: 'invalid-external_account.sort_code', field: 'sort_code' },
    })
    expect(await update({})).toMatchObject({ status: 400, body: { message: 'invalid-currency' } })
    expect((await update(bank)).body.stripeObject.external_accounts.data).toMatchObject([{ last4: '2345' }])
  })

  test('is submitted only when nothing is missing', async () => {
    const { as, query } = await seller()
    expect(await call('PATCH', 'set-stripe-account-submitted', { as, query })).toMatchObject({
      status: 400,
      body: { message: 'invalid-payment-details' },
    })
    const declined = { as, query, body: { consent: 'perhaps' } }
    expect(await call('PATCH', 'set-stripe-account-submitted', declined)).toMatchObject({
      body: { message: 'invalid-consent' },
    })
  })

  test('of a company is submitted only when its people are named', async () => {
    const { as, query } = await seller('GB', 'company')
    const submitted = await call('PATCH', 'set-stripe-account-submitted', { as, query, body: {} })
    expect([submitted.status, submitted.body.message]).toEqual([400, 'invalid-payment-details'])
    const bank = {
      currency: 'gbp',
      country: 'GB',
      account_holder_name: 'Hart',
      account_holder_type: 'company',
    }
    const numbers = { sort_code: '108800', account_number: '00012345' }
    await call('PATCH', 'update-payment-information', { as, query, body: { ...bank, ...numbers } })
    const again = await call('PATCH', 'set-stripe-account-submitted', { as, query, body: {} })
    expect([again.status, again.body.message]).toEqual([400, 'invalid-company-owner'])
  })

  test('is deleted, once', async () => {
    const { as, query } = await seller()
    expect(await call('DELETE', 'delete-stripe-account', { as, query })).toEqual({ status: 200, body: true })
    expect(await call('DELETE', 'delete-stripe-account', { as, query })).toMatchObject({ status: 404 })
  })
})

test('a payout is found by the person it was made to only', async () => {
  const { as, query } = await seller()
  await paidOut(as, query.stripeid, `po_${as}`)
  const get = (person: string) => call('GET', 'payout', { as: person, query: { payoutid: `po_${as}` } })
  expect((await get(as)).body).toMatchObject({
    object: 'payout',
    accountid: as,
    stripeObject: { amount: 100 },
  })
  expect(await get('another')).toMatchObject({ status: 404, body: { message: 'invalid-payoutid' } })
})

test('a person of a company is found by whose company it is only', async () => {
  const { as, query } = await seller('GB', 'company')
  const persons = personStore(services.storage)
  const stripeObject = { id: `person_${as}`, object: 'person', account: query.stripeid, created: 1 }
  await persons.record(
    {
      ...query,
      accountid: as,
      stripeObject: stripeObject as never,
    },
    await persons.ticket(stripeObject.id),
  )
  const get = (person: string) => call('GET', 'person', { as: person, query: { personid: stripeObject.id } })
  expect((await get(as)).body).toMatchObject({ object: 'person', stripeid: query.stripeid })
  expect(await get('another')).toMatchObject({ status: 404, body: { message: 'invalid-personid' } })
  expect((await call('GET', 'persons-count', { as, query })).body).toBe(1)
})
