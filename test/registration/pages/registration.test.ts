import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { refreshAccount } from '../../../src/accounts/mirror-account.ts'
import { accountStore } from '../../../src/accounts/store/accounts.ts'
import { ConnectError } from '../../../src/core/errors.ts'
import { createAccount } from '../../../src/registration/create-account.ts'
import type { Step } from '../../../src/registration/form.ts'
import type { AccountSummary } from '../../../src/registration/pages/account-summary.ts'
import type { StepItem, StepList } from '../../../src/registration/pages/step-list.ts'
import type { Field, FieldGroup } from '../../../src/web/form-fields.ts'
import { png } from '../../support/picture.ts'
import { openSellersMarket, type Person, type Visit } from './person.ts'

let market: Awaited<ReturnType<typeof openSellersMarket>>
beforeAll(async () => {
  market = await openSellersMarket()
})
afterAll(() => market.close())

const CREATE = '/account/connect/create-stripe-account'
const EDIT = '/account/connect/edit-stripe-account'
const BANK = '/account/connect/edit-payment-information'
const SUBMIT = '/account/connect/submit-stripe-account'
const VIEW = '/account/connect/stripe-account'
const PAGES = [EDIT, BANK, SUBMIT, VIEW, '/account/connect/delete-stripe-account']

/** Answers of a person whom Stripe verifies, by step. */
const ANSWERS: Record<string, Record<string, string>> = {
  'about-you': {
    individual_first_name: 'Maya',
    individual_last_name: 'Hart',
    individual_dob_day: '1',
    individual_dob_month: '1',
    individual_dob_year: '1901',
    individual_email: 'maya@example.com',
    individual_phone: '0000000000',
    individual_id_number: '000000000',
  },
  address: {
    individual_address_line1: 'address_full_match',
    individual_address_city: 'Schenectady',
    individual_address_state: 'NY',
    individual_address_postal_code: '12345',
  },
  document: {},
  business: {
    business_profile_mcc: '5970',
    business_profile_name: 'Hart Pottery',
    business_profile_url: 'https://hart.example.com',
    business_profile_product_description: 'Pots and pans made by hand.',
    settings_payments_statement_descriptor: 'HART POTTERY',
    settings_card_payments_statement_descriptor_prefix: 'HART',
  },
}
const BANK_ACCOUNT = {
  country: 'US',
  currency: 'usd',
  account_holder_name: 'Maya Hart',
  account_holder_type: 'individual',
  routing_number: '110000000',
  account_number: '000123456789',
}

function stripeidIn(address: string | undefined): string {
  return new URL(address ?? '', 'http://market').searchParams.get('stripeid') ?? ''
}

async function register(person: Person, query = '', country = 'US'): Promise<string> {
  const { redirect } = await person.send(`${CREATE}${query}`, { country, operation: randomUUID() })
  return stripeidIn(redirect)
}

const stepOf = ({ data }: Visit) => data.step as Step
const fieldsOf = (groups: unknown): Field[] => (groups as FieldGroup[]).flatMap(({ fields }) => fields)
const itemsOf = ({ data }: Visit): StepItem[] => (data.steps as StepList).items
const documents = ['front', 'back'].map((side) => ({
  field: `individual_verification_document_${side}`,
  name: `${side}.png`,
  type: 'image/png',
  bytes: png(),
}))

/** Fills in every step and the bank account, in order. @returns the address after the last one */
async function fillIn(person: Person, address: string): Promise<string> {
  let next = address
  while (!next.startsWith(SUBMIT)) {
    const isBank = next.startsWith(BANK)
    const id = isBank ? 'bank-account' : stepOf(await person.open(next)).id
    const { redirect, data } = await person.send(
      next,
      isBank ? BANK_ACCOUNT : (ANSWERS[id] ?? {}),
      id === 'document' ? documents : [],
    )
    if (redirect === undefined) throw new Error(`${id}: ${JSON.stringify(data.problems)}`)
    next = redirect
  }
  return next
}

describe('registering', () => {
  test('asks for a country again when there is no such one, with everything as it was', async () => {
    const operation = randomUUID()
    const { view, data } = await market.person().send(CREATE, { country: 'XX', operation })
    expect(view).toBe('registration/create-stripe-account')
    expect(data).toMatchObject({ country: 'XX', operation, problems: [{ target: 'country' }] })
    expect(data.countryProblem).toBeTypeOf('string')
  })

  test('makes one account of a form sent twice', async () => {
    const person = market.person()
    const form = { country: 'DE', operation: randomUUID() }
    const sent = await Promise.all([person.send(CREATE, form), person.send(CREATE, form)])
    expect(new Set(sent.map(({ redirect }) => stripeidIn(redirect))).size).toBe(1)
    const { data } = await person.open('/account/connect/stripe-accounts')
    expect(data.accounts).toHaveLength(1)
  })

  test('makes another account of a form that comes back after its account was deleted', async () => {
    const person = market.person()
    const form = { country: 'DE', operation: randomUUID() }
    const first = stripeidIn((await person.send(CREATE, form)).redirect)
    await person.send(`/account/connect/delete-stripe-account?stripeid=${first}`, {})
    const { redirect } = await person.send(CREATE, form)
    expect(stripeidIn(redirect)).not.toBe(first)
    expect((await person.open(redirect ?? '')).view).toBe('registration/edit-stripe-account')
  })

  test('draws another one-time id for every form', async () => {
    const person = market.person()
    const [first, second] = [await person.open(CREATE), await person.open(CREATE)]
    expect(first.data.operation).not.toBe(second.data.operation)
  })

  test('offers to go on with what is under way', async () => {
    const person = market.person()
    const stripeid = await register(person)
    const { data } = await person.open(`${CREATE}?return-url=/shop`)
    const [offer] = data.underWay as AccountSummary[]
    expect(offer?.stripeid).toBe(stripeid)
    expect(offer?.action?.path).toContain('return-url=%2Fshop')
  })

  test('shows what Stripe has stopped before it offers to start another', async () => {
    const person = market.person()
    const stripeid = await register(person)
    const review = await fillIn(person, `${EDIT}?stripeid=${stripeid}`)
    // Stripe's test value for an id number that does not match the person.
    const refused = { ...ANSWERS['about-you'], individual_id_number: '111111111' }
    await person.send(`${EDIT}?stripeid=${stripeid}&step=about-you`, refused)
    await person.send(review, { consent: 'true' })
    expect((await person.open(CREATE)).data.underWay).toMatchObject([{ stripeid, status: 'restricted' }])
  })

  test('goes from step to step to the status page, and back to where the person came from', async () => {
    const person = market.person()
    const { redirect = '' } = await person.send(`${CREATE}?return-url=/shop`, {
      country: 'US',
      operation: randomUUID(),
    })
    const review = await fillIn(person, redirect)
    const stripeid = stripeidIn(review)
    expect(itemsOf(await person.open(review)).filter(({ state }) => state !== 'complete')).toMatchObject([
      { id: 'review', state: 'todo' },
    ])

    const unticked = await person.send(review, {})
    expect(unticked.data.problems).toMatchObject([{ target: 'consent' }])
    const done = await person.send(review, { consent: 'true' })
    expect(done.redirect).toMatch(new RegExp(`^${VIEW}\\?stripeid=${stripeid}&message=submitted`))

    const status = await person.open(done.redirect ?? '')
    expect(status.view).toBe('registration/stripe-account')
    expect(status.data.returnUrl).toBe('/shop')
    expect(status.data.notice).toMatch(/submitted/)
    expect(status.data.banks).toMatchObject([{ name: expect.stringMatching(/6789$/), currency: 'usd' }])
    expect(itemsOf(status).find(({ id }) => id === 'review')?.path).toBeUndefined()
    expect((await person.open(`${SUBMIT}?stripeid=${stripeid}`)).view).toBe('registration/stripe-account')
  })

  test('leads back to the review page from each answer changed there', async () => {
    const person = market.person()
    const start = `${EDIT}?stripeid=${await register(person)}`
    // Documents are passed over, so that there is an optional step to fall into.
    for (const id of ['about-you', 'address', 'business'])
      await person.send(`${start}&step=${id}`, ANSWERS[id] ?? {})
    const bank = start.replace(EDIT, BANK)
    await person.send(bank, BANK_ACCOUNT)
    const review = start.replace(EDIT, SUBMIT)
    const { sections } = (await person.open(review)).data as { sections: { path: string }[] }
    expect(sections.length).toBeGreaterThan(3)
    for (const { path } of sections) {
      const isBank = path.startsWith(BANK)
      const shown = await person.open(path)
      if (shown.data.skip) expect(shown.data.skip).toBe(review)
      const { redirect } = await person.send(path, isBank ? BANK_ACCOUNT : (ANSWERS[stepOf(shown).id] ?? {}))
      expect(redirect).toBe(`${review}&message=${isBank ? 'bank-saved' : 'saved'}`)
    }
  })

  test('keeps the consent that was given when Stripe does not take it', async () => {
    const person = market.person()
    const review = await fillIn(person, `${EDIT}?stripeid=${await register(person)}`)
    const update = vi
      .spyOn(market.services.stripe.accounts, 'update')
      .mockRejectedValueOnce(new ConnectError('stripe-unavailable', { status: 503 }))
    onTestFinished(() => update.mockRestore())
    expect((await person.open(review)).data.consent).toBe(false)
    expect((await person.send(review, { consent: 'true' })).data.consent).toBe(true)
  })

  test('does not ask a company for a consent that would be refused for its people', async () => {
    const person = market.person()
    const row = await createAccount(person.context, {
      country: 'US',
      businessType: 'company',
      operation: randomUUID(),
    })
    // Stripe asks for this once everything except the people is filled in.
    const { storage } = market.services
    const stripeObject = {
      ...row.stripeObject,
      external_accounts: { data: [{ object: 'bank_account', currency: 'usd', last4: '6789' }] },
      requirements: {
        ...row.stripeObject.requirements,
        currently_due: ['company.owners_provided'],
        past_due: ['company.owners_provided'],
      },
    } as typeof row.stripeObject
    await accountStore(storage).record(
      row.stripeid,
      stripeObject,
      await accountStore(storage).ticket(row.stripeid),
    )
    const { data } = await person.open(`${SUBMIT}?stripeid=${row.stripeid}`)
    expect(data.openStep).toMatchObject({ path: expect.stringContaining('/account/connect/persons?') })
  })

  test('says what is missing on the review page instead of taking the consent', async () => {
    const person = market.person()
    const stripeid = await register(person)
    const { data } = await person.open(`${SUBMIT}?stripeid=${stripeid}`)
    expect(data.openStep).toMatchObject({ path: expect.stringContaining(EDIT) })
    const { data: refused } = await person.send(`${SUBMIT}?stripeid=${stripeid}`, { consent: 'true' })
    expect(refused.problems).not.toEqual([])
  })
})

describe('a refused step', () => {
  test('comes back with everything typed, the problems in the order of the page, each linked to its input', async () => {
    const person = market.person()
    const address = `${EDIT}?stripeid=${await register(person)}&step=about-you`
    const typed = { ...ANSWERS['about-you'], individual_first_name: '', individual_dob_month: '13' }
    const visit = await person.send(address, typed)
    expect(visit.data.problems).toMatchObject([
      { target: 'individual_first_name' },
      { target: 'individual_dob_month' },
    ])
    const fields = fieldsOf(stepOf(visit).groups)
    const born = fields.find(({ name }) => name === 'individual_dob')
    expect(born?.wrongParts).toEqual({ day: false, month: true, year: false })
    expect(fields.find(({ name }) => name === 'individual_last_name')?.value).toBe('Hart')
    expect(born?.parts).toEqual({
      day: '1',
      month: '13',
      year: '1901',
    })
    expect(visit.data.chooseFilesAgain).toBe(true)
  })
})

describe('a step that is open in two tabs', () => {
  const open = async (person: Person, address: string) => {
    const { data } = await person.open(address)
    return { version: String(data.version) }
  }

  test('does not take back what the other saved, unless it is sent once more', async () => {
    const person = market.person()
    const address = `${EDIT}?stripeid=${await register(person)}&step=about-you`
    const [one, other] = [await open(person, address), await open(person, address)]
    const answers = { ...ANSWERS['about-you'] }
    expect(
      (await person.send(address, { ...answers, ...one, individual_first_name: 'New' })).redirect,
    ).toBeDefined()

    const mistaken = { ...answers, ...other, individual_first_name: 'Old', individual_last_name: '' }
    const refused = await person.send(address, mistaken)
    expect(refused.data.problems).toMatchObject([
      { target: 'individual_last_name' },
      { text: expect.stringContaining('another tab') },
    ])
    const fields = fieldsOf(stepOf(refused).groups)
    expect(fields.find(({ name }) => name === 'individual_first_name')?.value).toBe('Old')
    const { version } = refused.data
    const again = await person.send(address, { ...mistaken, ...answers, version: String(version) })
    expect(again.redirect).toBeDefined()
  })

  test('is told of the other also after a mistake of its own', async () => {
    const person = market.person()
    const address = `${EDIT}?stripeid=${await register(person)}&step=about-you`
    const other = await open(person, address)
    const refused = await person.send(address, {
      ...ANSWERS['about-you'],
      ...other,
      individual_first_name: '',
    })
    await person.send(address, { ...ANSWERS['about-you'], ...(await open(person, address)) })
    const version = String(refused.data.version)
    const { data } = await person.send(address, {
      ...ANSWERS['about-you'],
      version,
      individual_first_name: 'Old',
    })
    expect(data.problems).toMatchObject([{ text: expect.stringContaining('another tab') }])
  })

  test('may be sent twice with the same answers', async () => {
    const person = market.person()
    const address = `${EDIT}?stripeid=${await register(person)}&step=about-you`
    const form = { ...ANSWERS['about-you'], ...(await open(person, address)) }
    for (let times = 0; times < 2; times += 1)
      expect((await person.send(address, form)).redirect).toBeDefined()
  })
})

describe('every page of an account', () => {
  test('answers for somebody else as if there were no such account', async () => {
    const stripeid = await register(market.person())
    for (const page of PAGES) {
      for (const id of [stripeid, 'acct_none'])
        await expect(market.person().open(`${page}?stripeid=${id}`)).rejects.toMatchObject({
          code: 'invalid-stripeid',
          status: 404,
        })
    }
  })

  test('shows only messages that exist', async () => {
    const person = market.person()
    const stripeid = await register(person)
    const notice = async (message: string) =>
      (await person.open(`${VIEW}?stripeid=${stripeid}&message=${message}`)).data.notice
    expect(await notice('saved')).toBe('Saved.')
    expect(await notice('from-stripe')).not.toBeUndefined()
    for (const message of ['', 'constructor', '%3Cb%3Ehello', 'message.saved'])
      expect(await notice(message)).toBeUndefined()
  })

  test('leads back only to a path on this host', async () => {
    const person = market.person()
    const stripeid = await register(person)
    for (const url of ['//evil.example', 'https://evil.example', '/%5Cevil.example', '%09/evil'])
      expect(
        (await person.open(`${VIEW}?stripeid=${stripeid}&return-url=${url}`)).data.returnUrl,
      ).toBeUndefined()
  })
})

test('a rejected account is shown, and its forms lead there', async () => {
  const person = market.person()
  const stripeid = await register(person)
  await market.services.stripe.accounts.reject(stripeid, { reason: 'fraud' })
  await refreshAccount(market.services, stripeid)
  for (const form of [EDIT, BANK, SUBMIT]) {
    const { view, data } = await person.open(`${form}?stripeid=${stripeid}`)
    expect(view).toBe('registration/stripe-account')
    expect(data).toMatchObject({ closed: true, account: { status: 'rejected', action: undefined } })
  }
  expect((await person.open(CREATE)).data.underWay).toEqual([])
})

test('a deleted registration is gone, and the start page says so', async () => {
  const person = market.person()
  const stripeid = await register(person)
  const { redirect = '' } = await person.send(
    `/account/connect/delete-stripe-account?stripeid=${stripeid}`,
    {},
  )
  const { data } = await person.open(redirect)
  expect(data.accounts).toEqual([])
  expect(data.notice).toBe('The registration has been deleted.')
})
