/** The API for a company's people. */
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { personStore } from '../../../src/accounts/store/persons.ts'
import { registrationApi } from '../../../src/registration/api/index.ts'
import { serveApi } from '../api-support.ts'
import { openDesk, signedIn } from '../support.ts'

const { services } = await openDesk()
const call = await serveApi(registrationApi, services)

async function seller(country: string, business_type = 'company') {
  const as = signedIn(services).caller.accountid
  const { body } = await call('POST', 'create-stripe-account', {
    as,
    query: { accountid: as },
    body: { business_type, country },
  })
  return { as, query: { stripeid: body.stripeid } }
}

type Seller = Awaited<ReturnType<typeof seller>>
type Values = Record<string, string>

const add = ({ as, query }: Seller, body: Values) => call('POST', 'create-person', { as, query, body })

/** Adds somebody who may be added. */
async function added(company: Seller, body: Values): Promise<string> {
  const answer = await add(company, { relationship_title: 'Partner', ...body })
  expect(answer).toMatchObject({ status: 200, body: { object: 'person', ...company.query } })
  return (answer.body as unknown as { personid: string }).personid
}

async function personOf({ as }: Seller, personid: string) {
  const { body } = await call('GET', 'person', { as, query: { personid } })
  return body.stripeObject as unknown as {
    first_name?: string
    dob?: object
    relationship: Record<string, unknown>
    requirements: { currently_due: string[] }
  }
}

let company: Seller
beforeEach(async () => {
  company = await seller('GB')
})

describe('adding somebody', () => {
  test('gives them their roles, and shows them among the people', async () => {
    const personid = await added(company, {
      relationship_representative: 'true',
      relationship_owner: 'true',
      relationship_percent_ownership: '60',
    })
    const { relationship, requirements } = await personOf(company, personid)
    expect(relationship).toMatchObject({
      representative: true,
      owner: true,
      percent_ownership: 60,
      title: 'Partner',
    })
    expect(requirements.currently_due).toContain('first_name')
    const { as, query } = company
    expect((await call('GET', 'persons', { as, query })).body).toMatchObject([{ personid }])
    expect((await call('GET', 'persons-count', { as, query })).body).toBe(1)
  })

  test('takes numbers and booleans of JSON for what a form posts', async () => {
    const { as, query } = company
    const body = {
      ...{ relationship_owner: true, relationship_director: false, relationship_title: 'Partner' },
      relationship_percent_ownership: 37.5,
    }
    const { status, body: added } = await call('POST', 'create-person', { as, query, body })
    expect(status).toBe(200)
    expect(added.stripeObject).toMatchObject({
      relationship: { owner: true, percent_ownership: 37.5 },
    })
    expect(added.stripeObject).not.toMatchObject({ relationship: { director: true } })
    const wrong = { ...body, relationship_owner: null }
    expect((await call('POST', 'create-person', { as, query, body: wrong })).body.message).toBe(
      'invalid-relationship_owner',
    )
  })

  test('twice with the same form adds one', async () => {
    const form = { relationship_title: 'Owner', relationship_director: 'true', operation: randomUUID() }
    const [first, second] = [await add(company, form), await add(company, form)]
    const idOf = ({ body }: typeof first) => (body as unknown as { personid: string }).personid
    expect([second.status, idOf(second)]).toEqual([200, idOf(first)])
    const { as, query } = company
    expect((await call('GET', 'persons-count', { as, query })).body).toBe(1)
  })

  test.each<[string, Values, string]>([
    ['without a role', { relationship_title: 'Partner' }, 'invalid-selection'],
    ['without a title', { relationship_director: 'true' }, 'invalid-relationship_title'],
    [
      'an owner of nothing',
      { relationship_title: 'Partner', relationship_owner: 'true', relationship_percent_ownership: '0' },
      'invalid-relationship_percent_ownership',
    ],
    [
      'an owner of more than all',
      { relationship_title: 'Partner', relationship_owner: 'true', relationship_percent_ownership: '101' },
      'invalid-relationship_percent_ownership',
    ],
    [
      'an owner of no number',
      { relationship_title: 'Partner', relationship_owner: 'true', relationship_percent_ownership: 'half' },
      'invalid-relationship_percent_ownership',
    ],
    [
      'with a role that is none',
      { relationship_title: 'P', relationship_king: 'true' },
      'invalid-relationship_king',
    ],
  ])('is refused %s', async (_what, values, code) => {
    expect(await add(company, values)).toMatchObject({ status: 400, body: { message: code } })
    const { as, query } = company
    expect((await call('GET', 'persons-count', { as, query })).body).toBe(0)
  })

  test('is refused to a second representative, and when together they would own more than all', async () => {
    await added(company, {
      relationship_representative: 'true',
      relationship_owner: 'true',
      relationship_percent_ownership: '60.5',
    })
    const second = { relationship_title: 'Partner', relationship_representative: 'true' }
    expect(await add(company, second)).toMatchObject({
      status: 400,
      body: { message: 'invalid-stripe-account' },
    })
    const owner = { relationship_title: 'Partner', relationship_owner: 'true' }
    const more = await add(company, { ...owner, relationship_percent_ownership: '39.6' })
    expect(more.body.message).toBe('invalid-relationship_percent_ownership')
    expect(more.body.detail).toContain('39.5')
    await added(company, { ...owner, relationship_percent_ownership: '39.5' })
  })

  test('is refused beyond a hundred people', async () => {
    const { as, query } = company
    const persons = personStore(services.storage)
    await Promise.all(
      Array.from({ length: 100 }, async (_, at) => {
        const stripeObject = {
          id: `person_${at}_${as}`,
          object: 'person',
          account: query.stripeid,
          created: 1,
        }
        await persons.record(
          { ...query, accountid: as, stripeObject: stripeObject as never },
          await persons.ticket(stripeObject.id),
        )
      }),
    )
    const director = { relationship_title: 'Director', relationship_director: 'true' }
    expect(await add(company, director)).toMatchObject({ status: 409, body: { message: 'too-many-people' } })
  })

  test('is refused in a role that the country does not ask about, and to an individual', async () => {
    const mexican = await seller('MX')
    const director = { relationship_title: 'Director', relationship_director: 'true' }
    expect(await add(mexican, director)).toMatchObject({ body: { message: 'invalid-stripe-account' } })
    const person = await seller('GB', 'individual')
    expect(await add(person, director)).toMatchObject({ body: { message: 'invalid-stripe-account' } })
  })
})

describe('somebody of a company', () => {
  test('is told about a part at a time, by the rules of the form', async () => {
    const personid = await added(company, { relationship_director: 'true' })
    const { as } = company
    const tell = (body: Values) => call('PATCH', 'update-person', { as, query: { personid }, body })
    expect(await tell({ first_name: 'Ada', last_name: 'Byron' })).toMatchObject({ status: 200 })
    expect(await tell({ dob_day: '31', dob_month: '2', dob_year: '1980' })).toMatchObject({
      status: 400,
      body: { message: 'invalid-dob_day', detail: expect.stringContaining('their date of birth') },
    })
    await tell({ dob_day: '1', dob_month: '2', dob_year: '1980' })
    expect(await tell({ nonsense: '1' })).toMatchObject({ body: { message: 'invalid-nonsense' } })
    for (const value of [[], 5, [null], '\0', 'Ana'])
      expect(await tell({ invitee: value } as unknown as Values)).toMatchObject({
        status: 400,
        body: { object: 'error', message: 'invalid-invitee', detail: expect.any(String) },
      })
    expect(await personOf(company, personid)).toMatchObject({
      first_name: 'Ada',
      dob: { day: 1, month: 2, year: 1980 },
    })
  })

  test('loses and gains roles, but never all of them', async () => {
    const personid = await added(company, { relationship_director: 'true', relationship_executive: 'true' })
    const { as } = company
    const tell = (body: Values) => call('PATCH', 'update-person', { as, query: { personid }, body })
    expect(await tell({ relationship_executive: '' })).toMatchObject({ status: 200 })
    expect((await personOf(company, personid)).relationship).toMatchObject({
      director: true,
      executive: false,
    })
    expect(await tell({ relationship_director: '' })).toMatchObject({
      body: { message: 'invalid-selection' },
    })
    expect(await tell({ relationship_owner: 'true' })).toMatchObject({
      body: { message: 'invalid-relationship_percent_ownership' },
    })
    await tell({ relationship_owner: 'true', relationship_percent_ownership: '25' })
    expect((await personOf(company, personid)).relationship).toMatchObject({
      owner: true,
      percent_ownership: 25,
    })
  })

  test('is removed, unless they represent it', async () => {
    const { as } = company
    const representative = await added(company, { relationship_representative: 'true' })
    const director = await added(company, { relationship_director: 'true' })
    const remove = (personid: string) => call('DELETE', 'delete-person', { as, query: { personid } })
    expect(await remove(representative)).toMatchObject({ status: 400, body: { message: 'invalid-person' } })
    expect(await remove(director)).toEqual({ status: 200, body: true })
    expect(await remove(director)).toMatchObject({ status: 404, body: { message: 'invalid-personid' } })
    expect((await call('GET', 'persons-count', { as, query: company.query })).body).toBe(1)
  })

  test.each([
    ['PATCH', 'update-person', { first_name: 'Eve' }],
    ['DELETE', 'delete-person', undefined],
    ['GET', 'person', undefined],
  ])('of somebody else does not exist: %s %s', async (method, path, body) => {
    const personid = await added(company, { relationship_director: 'true' })
    const answer = await call(method, path, { as: 'another', query: { personid }, body })
    expect(answer).toEqual(
      await call(method, path, { as: 'another', query: { personid: 'person_none' }, body }),
    )
    expect(answer.status).toBe(404)
  })
})

test.each(['owners', 'directors', 'executives'])('that all %s are named is said once', async (group) => {
  const { as, query } = company
  const say = () => call('PATCH', `set-company-${group}-submitted`, { as, query })
  expect(await say()).toMatchObject({ status: 200, body: { object: 'stripeAccount' } })
  expect(await say()).toMatchObject({ status: 400, body: { message: 'invalid-stripe-account' } })
  const { body } = await call('GET', 'stripe-account', { as, query })
  expect(body.stripeObject).toMatchObject({ company: { [`${group}_provided`]: true } })
  expect(await call('PATCH', `set-company-${group}-submitted`, { as: 'another', query })).toMatchObject({
    status: 404,
  })
})
