import { describe, expect, test } from 'vitest'
import { accountStatus } from '../../src/accounts/account-status.ts'
import type { StripeAccountRow } from '../../src/accounts/store/stripe-account-row.ts'
import { COUNTRIES, countrySpec } from '../../src/offline-stripe/countries/index.ts'
import { stepList } from '../../src/registration/pages/step-list.ts'
import { open } from '../../src/registration/registration.ts'
import { readSpecification } from '../offline-stripe/oracle.ts'
import { trialsOf } from '../offline-stripe/specification.ts'
import { answer } from './reading.ts'
import { accountWith, atTheDesk } from './support.ts'

const context = atTheDesk({ now: new Date('2026-11-21T12:00:00Z') })

/** What is said of an account whose document is due, with payouts on or off. */
function due(deadline: string, payouts_enabled = true) {
  const stripeObject = accountWith({
    country: 'US',
    due: ['individual.verification.document'],
    deadline: Date.parse(deadline) / 1000,
    rest: { payouts_enabled },
  })
  const status = payouts_enabled ? 'information-due' : 'restricted'
  return open(context, { status, stripeObject } as StripeAccountRow).next
}

test.each([
  ['2026-12-03T02:00:00Z', '2026-12-01', 10],
  ['2026-12-03T12:00:00Z', '2026-12-02', 11],
  ['2026-12-03T23:59:59Z', '2026-12-02', 11],
  ['2026-11-23T12:00:00Z', '2026-11-22', 1],
  ['2026-11-21T13:00:00Z', '2026-11-21', 0],
  ['2026-11-22T11:00:00Z', '2026-11-21', 0],
])(
  'what is due at %s is asked for by the last day that is over everywhere by then',
  (deadline, day, days) => {
    for (const payouts of [true, false])
      expect(due(deadline, payouts).deadline).toEqual({ day: new Date(day), days })
  },
)

test.each(['2026-11-20T12:00:00Z', '2026-11-21T11:00:00Z'])(
  'a day that has passed is not named: %s',
  (deadline) => {
    expect(due(deadline).deadline).toBeUndefined()
  },
)

test('what is due is named, with what it means for payouts and a verb', () => {
  expect(due('2026-12-03T12:00:00Z')).toMatchObject({
    headline: 'Stripe needs a photo of your ID',
    reason: 'This keeps your payouts going.',
    action: { label: 'Upload your ID' },
  })
  expect(due('2026-12-03T12:00:00Z', false).reason).toBe('Payouts are paused until this is done.')
})

test('who never gave an ID is asked for one, and told why', () => {
  const requirement = 'individual.verification.document'
  const stripeObject = accountWith({
    country: 'DE',
    due: [requirement],
    errors: [{ code: 'verification_failed_keyed_identity', reason: '', requirement }],
    rest: { payouts_enabled: false, tos_acceptance: { date: 1 } },
  })
  const registration = open(context, { status: 'restricted', stripeObject } as StripeAccountRow)
  expect(registration.next).toMatchObject({
    headline: 'Stripe needs a photo of your ID',
    reason: expect.stringContaining('could not verify you by what you entered'),
    action: { label: 'Upload your ID' },
  })
  const document = stepList(registration.steps, undefined).items.find(({ id }) => id === 'document')
  expect(document).toMatchObject({ refused: [], toUpload: ['Passport, driving licence or identity card'] })
})

describe('what Stripe could not verify', () => {
  const next = (errors: Parameters<typeof accountWith>[0]['errors'], more: object = {}) =>
    open(context, {
      status: 'restricted',
      stripeObject: accountWith({
        country: 'US',
        due: (errors ?? []).map(({ requirement }) => requirement),
        ...(errors && { errors }),
        rest: { payouts_enabled: false, ...more },
      }),
    } as StripeAccountRow).next
  const refused = (requirement: string, code: string) => ({
    requirement,
    code,
    reason: 'In the words of Stripe.',
  })

  test('is a photo: why, and a verb', () => {
    expect(
      next([refused('individual.verification.document', 'verification_document_not_readable')], {
        individual: { verification: { document: { front: 'file_1', back: null } } },
      }),
    ).toMatchObject({
      headline: 'Stripe could not verify your ID',
      reason:
        'The picture cannot be read. Take a sharp one in good light. Payouts are paused until this is done.',
      action: { path: '/account/connect/edit-stripe-account', label: 'Upload your ID' },
    })
  })

  test('is an answer', () => {
    expect(next([refused('individual.dob.day', 'invalid_dob_age_over_maximum')])).toMatchObject({
      headline: 'Stripe could not verify your date of birth',
      action: { label: 'Correct your date of birth' },
    })
  })

  test('is several answers, the first of which says why', () => {
    expect(
      next([
        refused('individual.first_name', 'verification_failed_name_match'),
        refused('individual.last_name', 'brand_new_code'),
      ]),
    ).toMatchObject({
      headline: 'Stripe could not verify some of your details',
      reason: expect.stringMatching(/^The name could not be verified/),
      action: { label: 'Go to About you' },
    })
  })

  test('is told in the words of Stripe when it is new to us', () => {
    expect(next([refused('individual.id_number', 'brand_new_code')]).reason).toContain(
      'In the words of Stripe.',
    )
  })

  test.each([
    ['errored', 'Your bank account cannot receive payouts', 'Add another bank account'],
    ['verification_failed', 'Stripe could not verify your bank account', 'Add another bank account'],
  ])('is a bank account that is %s', (status, headline, label) => {
    const external_accounts = { data: [{ currency: 'usd', status }] }
    const stripeObject = accountWith({ country: 'US', rest: { payouts_enabled: false, external_accounts } })
    const thing = open(context, { status: 'restricted', stripeObject } as StripeAccountRow).next
    expect(thing).toMatchObject({
      headline,
      action: { path: '/account/connect/edit-payment-information', label },
    })
  })
})

test('a list of people that Stripe refused is said to be one, with the reason', () => {
  const requirement = 'company.owners_provided'
  const stripeObject = accountWith({
    country: 'GB',
    due: [requirement],
    errors: [{ code: 'verification_missing_owners', reason: '', requirement }],
    rest: { business_type: 'company', payouts_enabled: false },
  })
  expect(open(context, { status: 'restricted', stripeObject } as StripeAccountRow).next).toMatchObject({
    headline: 'Stripe could not confirm who is in your company',
    reason: 'Owners are missing. Add everybody who owns 25% or more. Payouts are paused until this is done.',
  })
})

test('a company that lacks nothing but its people is led to them, and not told to submit', () => {
  const account = (due: string[]) =>
    accountWith({
      country: 'GB',
      due: [...due, 'tos_acceptance.date'],
      rest: { business_type: 'company', external_accounts: { data: [{ currency: 'gbp' }] } },
    })
  const next = (due: string[], status: StripeAccountRow['status'] = 'unfinished') =>
    open(context, { status, stripeObject: account(due) } as StripeAccountRow).next
  for (const due of [
    'company.owners_provided',
    'representative.first_name',
    'person_1.verification.document',
  ])
    for (const status of ['unfinished', 'information-due', 'restricted'] as const)
      expect(next([due], status).action?.path).toBe('/account/connect/persons')
  expect(next(['company.name', 'owners.email']).action?.label).toBe('Continue with Your company')
})

describe('whatever Stripe lists as due', () => {
  const parameters = (path: string) =>
    trialsOf(specification, specification?.paths[path]?.post ?? {}, () => 'x').map(({ name }) =>
      name
        .replaceAll(/\[0\]$/g, '')
        .replaceAll('[', '.')
        .replaceAll(']', ''),
    )
  const specification = readSpecification()
  const ofPersons = parameters('/v1/accounts/{account}/persons/{person}')
  const paths = new Set([
    ...COUNTRIES.flatMap((country) => {
      const { individual, company } = countrySpec(country)?.verification_fields ?? {}
      return [individual, company].flatMap((one) => [...(one?.minimum ?? []), ...(one?.additional ?? [])])
    }),
    ...parameters('/v1/accounts/{account}'),
    ...['individual', 'representative', 'owners', 'directors', 'executives', 'person_1'].flatMap((who) =>
      ofPersons.map((field) => `${who}.${field}`),
    ),
    ...['interv_1.new.form', 'business_type', 'brand_new', 'brand.new.files', 'individual', 'company', ''],
  ])
  // Answers do not say that nothing is due.
  const answered = {
    individual: { id: 'person_2', id_number_provided: true, ssn_last_4_provided: true },
    business_profile: { url: 'https://example.com', product_description: 'Pots and vases of clay' },
    external_accounts: { data: [{ currency: 'usd' }] },
  }
  const next = (
    list: 'currently_due' | 'past_due' | 'announced',
    path: string,
    rest: { payouts_enabled: boolean; tos_acceptance?: object; disabled?: string },
  ) => {
    const { disabled = null, ...others } = rest
    const stripeObject = accountWith({ country: 'US', rest: { ...answered, ...others } })
    const current_deadline = Date.parse('2026-12-13T12:00:00Z') / 1000
    if (list === 'announced')
      Object.assign(stripeObject.future_requirements ?? {}, { currently_due: [path], current_deadline })
    else Object.assign(stripeObject.requirements ?? {}, { [list]: [path], current_deadline })
    Object.assign(stripeObject.requirements ?? {}, { disabled_reason: disabled })
    const status = accountStatus(stripeObject)
    return { ...open(context, { status, stripeObject } as StripeAccountRow).next, status }
  }

  test('leads to a page, with the deadline', () => {
    const accepted = { tos_acceptance: { date: 1 } }
    const pastDue = { ...accepted, payouts_enabled: false, disabled: 'requirements.past_due' }
    const said = (path: string, ...given: [Parameters<typeof next>[0], Parameters<typeof next>[2]]) => {
      const { status, headline, action, deadline } = next(given[0], path, given[1])
      return { path, status, headline, leads: action?.path !== undefined, days: deadline?.days }
    }
    expect(paths.size).toBeGreaterThan(specification ? 600 : 100)
    for (const path of paths) {
      const wanted = { path, headline: expect.not.stringMatching(/set up to be paid/), leads: true, days: 21 }
      expect(said(path, 'currently_due', { payouts_enabled: true, ...accepted })).toEqual({
        ...wanted,
        status: 'information-due',
      })
      expect(said(path, 'past_due', pastDue)).toEqual({ ...wanted, status: 'restricted' })
      expect(said(path, 'announced', { payouts_enabled: true, ...accepted })).toEqual({
        ...wanted,
        status: 'active',
      })
    }
    // Stripe has lost the record of the consent.
    expect(said('tos_acceptance.date', 'currently_due', { payouts_enabled: true })).toMatchObject({
      leads: true,
      days: 21,
    })
  })

  test('for the type of business says why, and leads to Stripe', () => {
    const stripeObject = accountWith({
      country: 'NL',
      due: ['business_type'],
      errors: [{ code: 'unsupported_business_type', requirement: 'business_type', reason: 'Unsupported.' }],
      rest: { ...answered, tos_acceptance: { date: 1 }, payouts_enabled: true },
    })
    const { next } = open(context, { status: 'information-due', stripeObject } as StripeAccountRow)
    expect(next).toMatchObject({
      headline: 'Stripe has questions for you',
      reason: expect.stringMatching(/^Stripe does not support this kind of business here\. Stripe asks/),
      action: { path: '/account/connect/at-stripe', label: 'Continue at Stripe' },
    })
  })
})

describe('a company’s next thing', () => {
  const DEADLINE = Date.parse('2026-12-13T12:00:00Z') / 1000
  const company = (given: Partial<Parameters<typeof accountWith>[0]>, announced: string[] = []) => {
    const { rest, ...others } = given
    const stripeObject = accountWith({
      country: 'GB',
      ...others,
      rest: {
        business_type: 'company',
        payouts_enabled: true,
        tos_acceptance: { date: 1 },
        company: { directors_provided: true, owners_provided: true, executives_provided: true },
        external_accounts: { data: [{ currency: 'gbp', status: 'new' }] },
        ...rest,
      },
    })
    Object.assign(stripeObject.future_requirements ?? {}, {
      currently_due: announced,
      ...(announced.length > 0 && { current_deadline: DEADLINE }),
    })
    return open(context, { status: accountStatus(stripeObject), stripeObject } as StripeAccountRow).next
  }

  test.each([
    ['external_account', '/account/connect/edit-payment-information'],
    ['tos_acceptance.date', '/account/connect/submit-stripe-account'],
    ['company.directors_provided', '/account/connect/persons'],
    ['person_1.verification.document', '/account/connect/persons'],
  ])('is %s when Stripe announced it with a day', (path, page) => {
    expect(company({}, [path])).toMatchObject({
      headline: expect.not.stringMatching(/set up to be paid/),
      action: { path: page },
      deadline: { days: 21 },
    })
  })

  test('is to confirm a list, when nothing else is missing of its people', () => {
    expect(company({ due: ['company.owners_provided'] }).headline).toBe('Confirm who is in your company')
  })

  test('is another bank account, for Stripe’s reason, though no payout has failed', () => {
    const requirement = 'external_account'
    const errors = [{ code: 'verification_failed_name_match', reason: '', requirement }]
    const { headline, reason } = company({ due: [requirement], errors, rest: { payouts_enabled: false } })
    expect(headline).toBe('Stripe needs another bank account')
    expect(reason).toMatch(/^The name could not be verified/)
    expect(reason).not.toMatch(/came back/)
  })

  test('is not said to end a pause of another cause', () => {
    for (const [disabled, told] of [
      ['platform_paused', /The marketplace has paused the account\.$/],
      ['under_review', /Stripe is reviewing the account\.$/],
      ['requirements.past_due', /Payouts are paused until this is done\.$/],
    ] as const) {
      const stripeObject = accountWith({
        country: 'US',
        due: ['individual.verification.document'],
        rest: { payouts_enabled: false, tos_acceptance: { date: 1 } },
      })
      Object.assign(stripeObject.requirements ?? {}, { disabled_reason: disabled })
      const { next } = open(context, { status: 'restricted', stripeObject } as StripeAccountRow)
      expect(next.reason).toMatch(told)
      expect(next.action?.step).toBe('document')
    }
  })
})

test('a site that Stripe could not open is looked at again when its address is given again', () => {
  const requirement = 'business_profile.url'
  const url = 'https://pots.example'
  const given = (errors: { code: string; reason: string; requirement: string }[]) => {
    const account = accountWith({ country: 'US', errors, rest: { business_profile: { url } } })
    return answer({ business_profile_url: url }, { account, partial: true }).changes
  }
  const code = 'invalid_url_website_inaccessible'
  expect(given([{ code, reason: '', requirement }])).toMatchObject([{ param: requirement, value: url }])
  expect(given([])).toEqual([])
})
