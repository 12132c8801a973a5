import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { findOwnAccount } from '../../src/accounts/find-own-account.ts'
import { refreshAccount } from '../../src/accounts/mirror-account.ts'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import type { StripeAccountRow } from '../../src/accounts/store/stripe-account-row.ts'
import type { SignedInContext } from '../../src/context/context.ts'
import { saveBankAccount } from '../../src/registration/bank-account.ts'
import { countryChoices, createAccount } from '../../src/registration/create-account.ts'
import { deleteAccount } from '../../src/registration/delete-account.ts'
import { open } from '../../src/registration/registration.ts'
import { saveStep } from '../../src/registration/save-step.ts'
import { submitAccount } from '../../src/registration/submit-account.ts'
import { answersTo, bankAnswers } from './answers.ts'
import { newAccount, openDesk, signedIn } from './support.ts'

const { bench, services } = await openDesk()

beforeEach(() => bench.control('DELETE', 'faults'))

/** Everything is filled in except the consent. */
async function filledIn(context: SignedInContext): Promise<StripeAccountRow> {
  let row = await newAccount(context, 'GB')
  for (const step of open(context, row).steps) {
    const fields = step.groups.flatMap((group) => group.fields)
    const { values, files } = answersTo(fields, 'GB')
    if (fields.length > 0) row = await saveStep(context, open(context, row), step.id, values, files)
  }
  return saveBankAccount(context, row, bankAnswers('GB', 'gbp'))
}

async function active(context: SignedInContext): Promise<StripeAccountRow> {
  const row = await filledIn(context)
  await submitAccount(context, row, { consent: true })
  return present(row)
}

async function present({ stripeid }: StripeAccountRow): Promise<StripeAccountRow> {
  const row = await refreshAccount(services, stripeid)
  if (!row) throw new TypeError('the account is gone')
  return row
}

describe('creating an account', () => {
  test('asks Stripe for one that the platform answers for, and says whose it is', async () => {
    const context = signedIn(services)
    const row = await newAccount(context, 'DE')
    expect(row).toMatchObject({ accountid: context.caller.accountid, status: 'new' })
    expect(row.stripeObject).toMatchObject({
      country: 'DE',
      business_type: 'individual',
      capabilities: { card_payments: 'inactive', transfers: 'inactive' },
      controller: { requirement_collection: 'application', stripe_dashboard: { type: 'none' } },
      metadata: { accountid: context.caller.accountid, appid: services.config.appid },
    })
  })

  test('twice with the same form makes one', async () => {
    const context = signedIn(services)
    const form = { country: 'GB', businessType: 'individual', operation: randomUUID() } as const
    const [first, second] = await Promise.all([createAccount(context, form), createAccount(context, form)])
    const third = await createAccount(context, form)
    expect([second.stripeid, third.stripeid]).toEqual([first.stripeid, first.stripeid])
    const { accountid } = context.caller
    expect(await accountStore(services.storage).countOfPerson(accountid)).toBe(1)
  })

  test('is possible in the countries that Stripe lists', async () => {
    const context = signedIn(services)
    const countries = await countryChoices(context)
    expect(countries).toHaveLength(41)
    expect(countries).toContainEqual({ value: 'AE', label: 'United Arab Emirates' })
    for (const country of ['XX', 'gb', '', 'constructor'])
      await expect(newAccount(context, country)).rejects.toMatchObject({
        code: 'invalid-country',
        field: 'country',
      })
  })

  test('says that Stripe is away', async () => {
    await bench.control('POST', 'faults', {
      api: { method: 'POST', path: '/v1/accounts', status: 503, times: 1 },
    })
    const context = signedIn(services)
    await expect(newAccount(context, 'GB')).rejects.toMatchObject({ code: 'stripe-unavailable', status: 503 })
  })
})

test("somebody else's account is answered as one that does not exist", async () => {
  const row = await newAccount(signedIn(services), 'GB')
  const other = signedIn(services)
  const missing = { code: 'invalid-stripeid', status: 404 }
  await expect(findOwnAccount(other, row.stripeid)).rejects.toMatchObject(missing)
  await expect(findOwnAccount(other, 'acct_nothing')).rejects.toMatchObject(missing)
})

describe('submitting', () => {
  test('records who agreed, from where, with which browser and when', async () => {
    const context = signedIn(services)
    const row = await active(context)
    expect(row.stripeObject.tos_acceptance).toMatchObject({ ip: '203.0.113.7', user_agent: 'Test browser' })
    expect(row.stripeObject.tos_acceptance?.date).toBeGreaterThan(1_700_000_000)
    expect(row.submittedAt).toBeInstanceOf(Date)
  })

  test('without consent, bank account or answers says all that is missing', async () => {
    const context = signedIn(services)
    const row = await newAccount(context, 'GB')
    await expect(submitAccount(context, row, { consent: false })).rejects.toMatchObject({
      problems: [
        { code: 'invalid-payment-details' },
        { code: 'invalid-registration' },
        { code: 'invalid-consent', field: 'consent' },
      ],
    })
    const filled = await filledIn(context)
    await expect(submitAccount(context, filled, { consent: false })).rejects.toMatchObject({
      problems: [{ code: 'invalid-consent' }],
    })
  })

  test('is refused while something is due that Stripe names after the person', async () => {
    const context = signedIn(services)
    const row = await filledIn(context)
    const account = await services.stripe.accounts.retrieve(row.stripeid)
    const { requirements, individual } = account
    const due = [...(requirements?.currently_due ?? []), `${individual?.id}.verification.document`]
    const retrieve = vi
      .spyOn(services.stripe.accounts, 'retrieve')
      .mockResolvedValueOnce({ ...account, requirements: { ...requirements, currently_due: due } } as never)
    onTestFinished(() => retrieve.mockRestore())
    await expect(submitAccount(context, row, { consent: true })).rejects.toMatchObject({
      problems: [{ code: 'invalid-registration' }],
    })
  })

  test('a second time is refused and changes nothing', async () => {
    const context = signedIn(services)
    const row = await active(context)
    await expect(submitAccount(context, row, { consent: true })).rejects.toMatchObject({
      code: 'invalid-stripe-account',
      status: 409,
    })
    expect((await present(row)).submittedAt).toEqual(row.submittedAt)
  })

  test('is made whole when it was interrupted before it was written here', async () => {
    const context = signedIn(services)
    const row = await filledIn(context)
    await services.stripe.accounts.update(row.stripeid, {
      tos_acceptance: { date: Math.floor(Date.now() / 1000), ip: '203.0.113.7' },
    })
    await submitAccount(context, row, { consent: true })
    expect((await present(row)).submittedAt).toBeInstanceOf(Date)
  })
})

describe('deleting', () => {
  test('removes the account with Stripe and here', async () => {
    const context = signedIn(services)
    const row = await newAccount(context, 'GB')
    await deleteAccount(context, row)
    await expect(findOwnAccount(context, row.stripeid)).rejects.toThrow('invalid-stripeid')
    await expect(services.stripe.accounts.retrieve(row.stripeid)).rejects.toThrow()
  })

  test('finishes what was interrupted', async () => {
    const context = signedIn(services)
    const row = await newAccount(context, 'GB')
    await services.stripe.accounts.del(row.stripeid)
    await deleteAccount(context, row)
    await expect(findOwnAccount(context, row.stripeid)).rejects.toThrow('invalid-stripeid')
  })
})

describe('the next thing to do', () => {
  const next = (row: StripeAccountRow) => open(signedIn(services, row.accountid), row).next

  test('leads through the registration', async () => {
    const context = signedIn(services)
    const row = await newAccount(context, 'GB')
    expect(next(row)).toMatchObject({
      status: 'new',
      headline: 'Start your registration',
      action: { path: '/account/connect/edit-stripe-account', label: 'Start' },
    })
    const fields = open(context, row).steps[0]?.groups.flatMap((group) => group.fields) ?? []
    const begun = await saveStep(context, open(context, row), 'about-you', answersTo(fields, 'GB').values, [])
    expect(next(begun)).toMatchObject({
      status: 'unfinished',
      headline: 'Finish your registration',
      reason: expect.stringMatching(/^1 of \d steps are done\.$/),
      action: { label: 'Continue with Address' },
    })
    expect(next(await filledIn(context))).toMatchObject({
      action: { path: '/account/connect/submit-stripe-account', label: 'Review and submit' },
    })
    const finished = next(await active(context))
    expect(finished).toEqual({
      status: 'active',
      headline: 'You are set up to be paid',
      reason: 'Stripe pays out to your bank account.',
    })
  })

  test('names what is due and by when', async () => {
    const row = await active(signedIn(services))
    const deadline = Math.floor(Date.now() / 1000) + 14 * 24 * 60 * 60
    await bench.control('POST', 'requirements', {
      account: row.stripeid,
      currently_due: ['individual.verification.additional_document'],
      current_deadline: deadline,
    })
    const thing = next(await present(row))
    expect(thing).toMatchObject({
      status: 'information-due',
      headline: 'Stripe needs your proof of address',
      reason: 'This keeps your payouts going.',
      action: { path: '/account/connect/edit-stripe-account', label: 'Upload your proof of address' },
    })
    expect(thing.deadline?.days).toBeGreaterThanOrEqual(12)
  })

  test('says when there is nothing to do', async () => {
    const row = await active(signedIn(services))
    const inState = (given: Partial<StripeAccountRow>, requirements: object = {}) =>
      next({
        ...row,
        ...given,
        stripeObject: {
          ...row.stripeObject,
          payouts_enabled: false,
          requirements: { ...row.stripeObject.requirements, ...requirements },
        } as StripeAccountRow['stripeObject'],
      })
    expect(inState({ status: 'in-review' })).toEqual({
      status: 'in-review',
      headline: 'Stripe is checking your details',
      reason: expect.stringContaining('There is nothing for you to do.'),
    })
    expect(inState({ status: 'restricted' }, { disabled_reason: 'platform_paused' }).reason).toBe(
      'The marketplace has paused the account. Contact the marketplace to ask what can be done.',
    )
    expect(inState({ status: 'restricted' }, { disabled_reason: 'brand_new' }).reason).toContain(
      'this reason: brand_new.',
    )
    expect(inState({ status: 'rejected' }, { disabled_reason: 'rejected.fraud' })).toEqual({
      status: 'rejected',
      headline: 'This account was rejected',
      reason:
        'Stripe rejected the account: suspected fraud or illegal activity. Contact the marketplace if you think this is a mistake.',
    })
  })

  test('is another bank account when the one there is cannot be paid to', async () => {
    const row = await active(signedIn(services))
    const external_accounts = {
      ...row.stripeObject.external_accounts,
      data: row.stripeObject.external_accounts?.data.map((bank) => ({ ...bank, status: 'errored' })),
    }
    const broken = {
      ...row,
      stripeObject: { ...row.stripeObject, external_accounts } as StripeAccountRow['stripeObject'],
    }
    expect(next(broken).action).toEqual({
      path: '/account/connect/edit-payment-information',
      label: 'Add another bank account',
    })
  })
})
