/** The data of every account view, in the states worth looking at. */
import { everyKind, everyKindRefused, field, listOf, step } from './form-fixtures.ts'

const stripeid = 'acct_1QXyZ2Example'
const day = (text: string) => new Date(`${text}T12:00:00Z`)

const summary = {
  stripeid,
  name: 'Maya Hart',
  status: 'unfinished',
  headline: 'Finish your registration',
  reason: '3 of 6 steps are done.',
  deadline: undefined as { day: Date; days: number } | undefined,
  createdAt: day('2026-11-02'),
  action: { path: `/account/connect/edit-stripe-account?stripeid=${stripeid}`, label: 'Continue' },
}
const active = {
  ...summary,
  stripeid: 'acct_2',
  name: 'Hart Pottery',
  status: 'active',
  headline: 'You are set up to be paid',
  reason: 'Stripe pays out to your bank account.',
  action: undefined,
}
const due = {
  ...summary,
  stripeid: 'acct_3',
  name: '森川 遥',
  status: 'information-due',
  headline: 'Stripe could not verify your ID',
  reason: 'The picture cannot be read. Take a sharp one in good light. This keeps your payouts going.',
  deadline: { day: day('2026-12-06'), days: 8 },
}

/** Names as long as Stripe allows, without a place to break, and from right to left. */
const longest = { ...active, name: 'M'.repeat(100) }
const rightToLeft = { ...due, name: 'محمد عبد الرحمن <b>الأول</b> (3)' }

const problems = everyKindRefused.map((it) => ({
  text: it.error,
  target: it.kind === 'date' ? `${it.name}_day` : it.kind === 'document' ? `${it.name}_front` : it.name,
}))

const bank = {
  name: 'STRIPE TEST BANK, number ending in 6789',
  country: 'US',
  currency: 'usd',
  status: 'new',
}

const view = {
  title: 'Maya Hart',
  account: summary,
  version: 'unfinished 2026-11-02T12:00:00.000Z',
  events: `/account/connect/stripe-account/events?stripeid=${stripeid}`,
  steps: listOf(),
  banks: [],
  bankPath: `/account/connect/edit-payment-information?stripeid=${stripeid}`,
  deletePath: `/account/connect/delete-stripe-account?stripeid=${stripeid}`,
  returnUrl: undefined,
  closed: false,
  money: undefined as object | undefined,
  payouts: [],
  pagination: undefined,
  details: {
    country: 'US',
    email: 'maya@example.com',
    createdAt: day('2026-11-02'),
    submittedAt: undefined,
    stripeid,
  },
  capabilities: [{ name: 'transfers', status: 'inactive' }],
}

const payout = {
  amount: 123456,
  currency: 'usd',
  arrivesAt: day('2026-11-18'),
  status: 'paid',
  failure: null,
}
const edit = {
  title: 'About you',
  stripeid,
  version: 'x',
  returnUrl: undefined,
  steps: listOf('about-you'),
  hasFiles: true,
  chooseFilesAgain: false,
  skip: undefined as string | undefined,
  problems: [],
}
const review = {
  title: 'Check and submit',
  steps: listOf('review'),
  problems: [],
  peopleMissing: false,
  consent: false,
  consentProblem: undefined,
  agreement: 'https://stripe.com/connect-account/legal/full',
  sections: [
    {
      title: 'About you',
      path: '/x',
      answers: [
        { label: 'First name', value: 'Maya' },
        { label: 'Date of birth', value: '27 March 1985' },
      ],
      banks: [],
    },
    { title: 'Bank account', path: '/y', answers: [], banks: [bank] },
    { title: 'Home address', path: '/z', answers: [], banks: [] },
  ],
}
const countries = [
  { value: 'DE', label: 'Germany' },
  { value: 'US', label: 'United States' },
]
const create = {
  title: 'Register to get paid',
  countries,
  country: undefined,
  countryProblem: undefined,
  problems: [],
  underWay: [],
  operation: 'x',
}

export interface Fixture {
  view: string
  data: Record<string, unknown>
}

/** Fixtures by the name of the state that they show. */
export const viewFixtures: Record<string, Fixture> = {
  'start-empty': { view: 'registration/start', data: { title: 'Get paid', accounts: [] } },
  'start-full': {
    view: 'registration/start',
    data: {
      title: 'Get paid',
      accounts: [summary, active, due],
      notice: 'The registration has been deleted.',
    },
  },
  'list-empty': { view: 'registration/stripe-accounts', data: { title: 'Your registrations', accounts: [] } },
  'list-full': {
    view: 'registration/stripe-accounts',
    data: { title: 'Your registrations', accounts: [summary, active, due, longest, rightToLeft] },
  },
  create: {
    view: 'registration/create-stripe-account',
    data: create,
  },
  'create-refused': {
    view: 'registration/create-stripe-account',
    data: {
      ...create,
      underWay: [summary],
      problems: [{ text: 'Choose a country.', target: 'country' }],
      countryProblem: 'Choose a country.',
    },
  },
  'edit-every-kind': {
    view: 'registration/edit-stripe-account',
    data: {
      ...edit,
      step: step('about-you', 'About you', { groups: [{ legend: undefined, fields: everyKind }] }),
    },
  },
  'edit-refused': {
    view: 'registration/edit-stripe-account',
    data: {
      ...edit,
      chooseFilesAgain: true,
      skip: '/account/connect/submit-stripe-account',
      problems,
      step: step('about-you', 'About you', {
        groups: [{ legend: 'As your country writes it', fields: everyKindRefused }],
      }),
    },
  },
  bank: {
    view: 'registration/edit-payment-information',
    data: {
      title: 'Bank account',
      stripeid,
      returnUrl: undefined,
      problems: [],
      current: ['Payouts go to STRIPE TEST BANK, number ending in 6789 now (US Dollar).'],
      canRefresh: true,
      steps: listOf('bank-account'),
      groups: [
        {
          legend: undefined,
          fields: [
            field('country', 'choice', 'Country of the bank', { options: countries, value: 'US' }),
            field('currency', 'choice', 'Currency', {
              options: [{ value: 'usd', label: 'US dollar' }],
              value: 'usd',
            }),
            field('account_holder_name', 'text', 'Name of the account holder'),
            field('routing_number', 'text', 'Routing number', {
              hint: 'Nine digits, at the bottom left of a cheque.',
              inputMode: 'numeric',
            }),
            field('account_number', 'secret', 'Account number', { inputMode: 'numeric' }),
          ],
        },
      ],
    },
  },
  'review-people-missing': {
    view: 'registration/submit-stripe-account',
    data: { ...review, openStep: undefined, peopleMissing: true },
  },
  'review-saved': {
    view: 'registration/submit-stripe-account',
    data: { ...review, openStep: undefined, saved: true },
  },
  'at-stripe': {
    view: 'registration/at-stripe',
    data: {
      title: "Questions on Stripe's page",
      wanted: ['How your business works', 'A photo of yourself, taken now'],
      leave: '/account/connect/to-stripe?stripeid=acct_1',
      steps: review.steps,
    },
  },
  review: { view: 'registration/submit-stripe-account', data: { ...review, openStep: undefined } },
  'review-refused': {
    view: 'registration/submit-stripe-account',
    data: {
      ...review,
      openStep: undefined,
      problems: [{ text: 'Tick the box to say that you agree.', target: 'consent' }],
      consentProblem: 'Tick the box to say that you agree.',
    },
  },
  'review-unfinished': {
    view: 'registration/submit-stripe-account',
    data: { ...review, openStep: { title: 'Identity document', path: '/x' } },
  },
  'view-unfinished': { view: 'registration/stripe-account', data: { ...view, notice: 'Saved.' } },
  'view-in-review': {
    view: 'registration/stripe-account',
    data: {
      ...view,
      refresh: 5,
      returnUrl: '/shop',
      account: {
        ...active,
        status: 'in-review',
        headline: 'Stripe is checking your details',
        reason: 'This usually takes minutes and can take two business days. There is nothing for you to do.',
      },
      banks: [bank],
    },
  },
  'view-money': {
    view: 'registration/stripe-account',
    data: {
      ...view,
      account: active,
      banks: [bank],
      money: {
        next: { ...payout, status: 'in_transit', arrivesAt: day('2026-11-30') },
        after: { ...payout, amount: 18620, status: 'pending', arrivesAt: day('2026-12-07') },
        paid: [
          { amount: 148938, currency: 'usd' },
          { amount: 7800, currency: 'jpy' },
        ],
        schedule: 'Every Monday',
        delay: 2,
      },
      payouts: [payout, { ...payout, status: 'failed', failure: 'account_closed' }],
    },
  },
  'view-money-none': {
    view: 'registration/stripe-account',
    data: {
      ...view,
      account: active,
      banks: [bank],
      returnUrl: '/shop',
      money: {
        next: undefined,
        after: undefined,
        paid: [],
        schedule: undefined,
        delay: undefined,
      },
    },
  },
  'view-full': {
    view: 'registration/stripe-account',
    data: {
      ...view,
      account: due,
      banks: [bank, { ...bank, currency: 'eur', status: 'errored' }],
      payouts: [
        payout,
        { ...payout, status: 'in_transit', amount: 990 },
        { ...payout, currency: 'jpy', status: 'failed', failure: 'account_closed' },
        { ...payout, status: 'something_new', failure: 'something_else' },
      ],
      pagination: {
        first: 1,
        last: 4,
        total: 24,
        previous: undefined,
        next: '/account/connect/stripe-account?offset=4',
      },
      details: { ...view.details, submittedAt: day('2026-11-04') },
      capabilities: [
        { name: 'transfers', status: 'active' },
        { name: 'card_payments', status: 'pending' },
      ],
    },
  },
  'view-longest': {
    view: 'registration/stripe-account',
    data: {
      ...view,
      account: longest,
      returnUrl: '/shop',
      banks: [{ ...bank, name: `${'B'.repeat(60)}, number ending in 6789` }],
      payouts: [
        { ...payout, amount: Number.MAX_SAFE_INTEGER },
        {
          ...payout,
          amount: -Number.MAX_SAFE_INTEGER,
          currency: 'jpy',
          status: 'failed',
          failure: 'no_account',
        },
      ],
      details: { ...view.details, email: `${'m'.repeat(64)}@${'example'.repeat(9)}.com` },
    },
  },
  'view-rejected': {
    view: 'registration/stripe-account',
    data: {
      ...view,
      closed: true,
      account: {
        ...active,
        status: 'rejected',
        headline: 'This account was rejected',
        reason:
          'The marketplace rejected the account. Contact the marketplace if you think this is a mistake.',
      },
      banks: [bank],
    },
  },
  delete: {
    view: 'registration/delete-stripe-account',
    data: { title: 'Delete this registration?', account: summary, returnUrl: undefined, problems: [] },
  },
  error: {
    view: 'error',
    data: {
      title: 'Not found',
      status: 404,
      sentence: 'There is no such account, or it is not yours.',
      requestId: '1f0c',
    },
  },
}

export function fixtureOf(name: string): Fixture {
  const fixture = viewFixtures[name]
  if (!fixture) throw new TypeError(`no fixture "${name}"`)
  return fixture
}
