/** Somebody of a company who fills in their own part with a link, and the seller who does not see it. */
import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { accountStore } from '../../../src/accounts/store/accounts.ts'
import { personStore } from '../../../src/accounts/store/persons.ts'
import { createAccount } from '../../../src/registration/create-account.ts'
import { companyView } from '../../../src/registration/pages/people/company-view.ts'
import { createPerson } from '../../../src/registration/people/create-person.ts'
import { companyOf } from '../../../src/registration/people/find-person.ts'
import type { FieldGroup } from '../../../src/web/form-fields.ts'
import { answersTo } from '../answers.ts'
import { openSellersMarket, type Person, type Visit } from '../pages/person.ts'

let market: Awaited<ReturnType<typeof openSellersMarket>>
let seller: Person
let personid: string
let invite: string

beforeAll(async () => {
  market = await openSellersMarket()
  return () => market.close()
})

beforeEach(async () => {
  seller = market.person()
  const { context } = seller
  const row = await createAccount(context, {
    country: 'GB',
    businessType: 'company',
    operation: randomUUID(),
  })
  const company = await companyOf(context, row)
  const values = { relationship_director: 'true', relationship_title: 'Director' }
  ;({ personid } = await createPerson(context, company, values, randomUUID()))
  invite = `/account/connect/invite-person?personid=${personid}`
})

/** Makes a link as the seller does, and reads it from their page. */
async function linkFor(invitee = 'Ana Silva'): Promise<string> {
  const { redirect = '' } = await seller.send(invite, { invitee })
  const { data } = await seller.open(redirect)
  const { pathname, search } = new URL((data.made as { address: string }).address)
  return pathname + search
}

const fieldsOf = ({ data }: Visit) => (data.groups as FieldGroup[]).flatMap(({ fields }) => fields)

/** Fills in the form behind a link. @returns a function that sends it */
async function filled(address: string, others: Record<string, string> = {}): Promise<() => Promise<Visit>> {
  const form = await market.guest().open(address)
  const { values, files } = answersTo(fieldsOf(form), 'GB')
  const body = { ...values, version: String(form.data.version), ...others }
  return () => market.guest().send(address, body, files)
}

async function fillIn(address: string, others: Record<string, string> = {}): Promise<Visit> {
  return (await filled(address, others))()
}

function travel(days: number): void {
  const at = new Date(Date.now() + days * 24 * 3_600_000)
  const clock = vi.spyOn(market.services, 'now').mockReturnValue(at)
  onTestFinished(() => clock.mockRestore())
}

const FIRST_BORN = { dob_year: '1901', dob_month: '1', dob_day: '1' }

describe('a link', () => {
  test('opens a form about one person, which says “your” and nothing of the company', async () => {
    const form = await market.guest().open(await linkFor())
    expect(form.view).toBe('registration/people/invitation')
    const names = fieldsOf(form).map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['first_name', 'last_name', 'dob', 'email']))
    expect(names.filter((name) => /relationship|company|business/.test(name))).toEqual([])
    expect(fieldsOf(form).map(({ hint }) => hint)).not.toContainEqual(expect.stringMatching(/\btheir\b/))
  })

  test('works once: Stripe has the answers, and the page says thank you', async () => {
    const address = await linkFor()
    const { redirect } = await fillIn(address, FIRST_BORN)
    expect(redirect).toBe(address)
    expect((await market.guest().open(address)).data.title).toBe('Thank you')
    const stored = await personStore(market.services.storage).find(personid)
    expect(stored?.stripeObject).toMatchObject({ first_name: 'Maya', dob: { year: 1901 } })
    expect(await market.guest().send(address, { first_name: 'Mallory' })).toEqual({
      redirect: address,
      data: {},
    })
    const after = await personStore(market.services.storage).find(personid)
    expect(after?.stripeObject.first_name).toBe('Maya')
  })

  test('is used by one of several requests', async () => {
    const address = await linkFor()
    const sends = [await filled(address), await filled(address), await filled(address)]
    const all = await Promise.all(sends.map((send) => send()))
    // The others are told that it is done, at once or when they look.
    for (const { redirect, data } of all) expect(redirect ?? data.title).toMatch(/Thank you|secret=/)
    const updates = await market.requests('POST', `/persons/${personid}`)
    expect(updates).toHaveLength(1)
  })

  test('stays good when an answer is refused, and keeps what was typed', async () => {
    const address = await linkFor()
    const refused = await fillIn(address, { dob_day: '31', dob_month: '2' })
    expect(refused.data.problems).not.toEqual([])
    expect(fieldsOf(refused).find(({ name }) => name === 'first_name')?.value).toBe('Maya')
    expect((await fillIn(address, FIRST_BORN)).redirect).toBe(address)
  })

  test.each([
    ['after seven days', async () => travel(8)],
    ['once there is a newer one', async () => void (await linkFor('Ana B. Silva'))],
    [
      'once the person is removed',
      async () => void (await seller.send(`/account/connect/delete-person?personid=${personid}`, {})),
    ],
  ])('ends %s', async (_name, event) => {
    const address = await linkFor()
    await event()
    const page = await market.guest().open(address)
    expect([page.view, page.data.title]).toEqual([
      'registration/people/invitation-ended',
      'This link does not work any more',
    ])
    expect((await market.guest().send(address, { first_name: 'Mallory' })).redirect).toBe(address)
    const stored = await personStore(market.services.storage).find(personid)
    expect(stored?.stripeObject.first_name ?? null).toBeNull()
  })

  test.each([
    ['none', ''],
    ['a wrong', 'x'],
    ['a nul as', '%00'],
    ['a long', 'a'.repeat(5000)],
  ])('with %s secret opens nothing', async (_name, secret) => {
    await linkFor()
    const page = await market.guest().open(`/account/connect/invitation?person=${personid}&secret=${secret}`)
    expect(page.view).toBe('registration/people/invitation-ended')
  })
})

describe('the seller', () => {
  test('sees who was asked, then that it is done, and no more', async () => {
    const address = await linkFor()
    const person = `/account/connect/person?personid=${personid}`
    expect((await seller.open(person)).data).toMatchObject({
      title: 'Ana Silva',
      note: expect.stringContaining('Waiting for Ana Silva'),
    })
    await fillIn(address, FIRST_BORN)
    const { data } = await seller.open(person)
    expect(data).toMatchObject({ title: 'Maya Hart', note: expect.stringContaining('themselves') })
    expect(JSON.stringify(data)).not.toMatch(/1901|Foundry/)
    const edit = await seller.open(`/account/connect/edit-person?personid=${personid}`)
    expect(fieldsOf(edit).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['relationship_director', 'relationship_title']),
    )
    expect(JSON.stringify(edit.data)).not.toMatch(/first_name|1901|Foundry/)
  })

  test('must say who it is for', async () => {
    const { view, data } = await seller.send(invite, { invitee: ' ' })
    expect([view, data.problem]).toEqual([
      'registration/people/invite-person',
      'Enter the name of the person, in at most 100 characters.',
    ])
  })

  test('finds nobody of another company', async () => {
    await expect(market.person().send(invite, { invitee: 'Eve' })).rejects.toMatchObject({ status: 404 })
  })
})

test('who answered for themselves and lacks a role leads the seller to say which, and not to ask again', async () => {
  await fillIn(await linkFor())
  const { context } = seller
  const row = await personStore(market.services.storage).find(personid)
  const account = row && (await accountStore(market.services.storage).find(row.stripeid))
  const company = await companyOf(context, account ?? expect.fail('it was registered'))
  const lacking = (...paths: string[]) => {
    const due = new Set(paths.map((path) => `${personid}.${path}`))
    return companyView(context, { ...company, demands: { ...company.demands, due } }, undefined)
  }
  const [one] = (await lacking('relationship.executive')).people
  expect([one?.action.path, one?.ask]).toEqual([expect.stringContaining('/edit-person?'), undefined])
  const [other] = (await lacking('id_number')).people
  expect(other?.action.path).toContain('/invite-person?')
})
