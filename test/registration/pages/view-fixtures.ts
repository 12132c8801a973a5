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
  company: undefined as object | undefined,
  money: undefined as object | undefined,
  balance: undefined as object | undefined,
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

const balance = {
  currencies: [
    {
      currency: 'usd',
      lines: [
        { label: 'Available now', amount: 41260 },
        { label: 'From December 2, 2026', amount: 18620 },
      ],
      total: 59880,
      below: undefined,
    },
    {
      currency: 'jpy',
      lines: [{ label: 'Available now', amount: -7800 }],
      total: -7800,
      below: 'Your balance is below zero, for example after a refund. Your next sales make up for it.',
    },
  ],
  safe: undefined as string | undefined,
  waits: true,
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
  tokens: undefined as object | undefined,
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
const company = {
  people: [
    {
      personid: 'person_1',
      name: 'Elspeth Thorne',
      initials: 'ET',
      roles: 'Representative · Director · Owns 60%',
      title: 'Managing director',
      state: 'attention',
      missing: [],
      refused: ['Passport, driving licence or identity card'],
      note: undefined,
      action: { path: '/account/connect/edit-person?personid=person_1', label: 'Correct' },
      ask: { path: '/account/connect/invite-person?personid=person_1', label: 'Ask them' },
    },
    {
      personid: 'person_2',
      name: 'R'.repeat(60),
      initials: 'R',
      roles: 'Director · Owns 30%',
      title: undefined,
      state: 'todo',
      missing: ['Date of birth', 'Street address', 'Postcode'],
      refused: [],
      note: 'Waiting for Rhys Thorne. Their link works until 8 December 2026.',
      action: { path: '/account/connect/edit-person?personid=person_2', label: 'Add details' },
      ask: { path: '/account/connect/invite-person?personid=person_2', label: 'Ask them' },
    },
    {
      personid: 'person_3',
      name: '森川 遥',
      initials: '森遥',
      roles: 'Director',
      title: undefined,
      state: 'verified',
      missing: [],
      refused: [],
      note: 'They filled in their details themselves. You do not see what they entered.',
      action: { path: '/account/connect/person?personid=person_3', label: 'Change' },
      ask: undefined,
    },
  ],
  groups: [
    { group: 'owners', title: 'Owners', confirmed: true, path: '/account/connect/submit-company-owners' },
    {
      group: 'directors',
      title: 'Directors',
      confirmed: false,
      path: '/account/connect/submit-company-directors',
    },
  ],
  shares: {
    parts: [
      { name: 'Elspeth Thorne', share: '60%', start: 0, width: 60, place: 0 },
      { name: 'R'.repeat(60), share: '30%', start: 60, width: 30, place: 1 },
    ] as object[],
    rest: { share: '10%', start: 90, width: 10 } as object | undefined,
    label: 'Elspeth Thorne 60%, Rhys Thorne 30% and Not listed 10%',
  } as object | undefined,
  add: { path: '/account/connect/create-person?stripeid=acct_1', label: 'Add a person' },
}
const nobody = {
  ...company,
  people: [],
  shares: undefined,
  add: { ...company.add, label: 'Add the representative' },
}
const roles = {
  legend: 'Role in the company',
  fields: [
    field('relationship_representative', 'checkbox', 'Represents the company and answers for it to Stripe', {
      required: false,
    }),
    field('relationship_owner', 'checkbox', 'Owns 25% or more of the company', { required: false }),
    field('relationship_title', 'text', 'Job title'),
    field('relationship_percent_ownership', 'text', 'Share of the company that they own, in percent', {
      required: false,
      size: 6,
      inputMode: 'numeric',
    }),
  ],
}
const createPerson = {
  title: 'Add a person',
  problems: [] as object[],
  groups: [roles],
  isFirst: true,
  operation: 'x',
  back: '/account/connect/persons?stripeid=acct_1',
}
const editPerson = {
  tokens: undefined,
  title: 'Details of Elspeth Thorne',
  lead: 'As shown on their identity document. Stripe asks only for what it needs.',
  problems: [] as object[],
  groups: [{ legend: 'Who they are', fields: everyKind }, roles],
  version: 'x',
  hasFiles: true,
  chooseFilesAgain: false,
  back: '/account/connect/persons?stripeid=acct_1',
}
const invite = {
  title: 'Ask Elspeth Thorne to fill in their details',
  problems: [] as object[],
  days: 7,
  made: undefined as object | undefined,
  isReplaced: false,
  invitee: 'Elspeth Thorne',
  problem: undefined as string | undefined,
  back: '/account/connect/persons?stripeid=acct_1',
}
const invited = {
  tokens: undefined,
  title: 'Your details for Stripe',
  company: 'Thorne Pottery Ltd',
  roles: 'Director · Owns 30%',
  problems: [] as object[],
  groups: [{ legend: 'Who you are', fields: everyKind }],
  version: 'x',
  hasFiles: true,
  chooseFilesAgain: false,
}
const group = {
  title: 'Directors',
  problems: [],
  group: 'directors',
  refused: undefined as string | undefined,
  members: [
    { name: 'Elspeth Thorne', roles: 'Representative · Director', state: 'complete', path: '/x' },
    { name: '森川 遥', roles: 'Director', state: 'verified', path: '/y' },
  ] as object[],
  incomplete: undefined as string | undefined,
  back: '/account/connect/persons?stripeid=acct_1',
}
const types = ['individual', 'company', 'non_profit', 'government_entity'].map((value) => ({
  value,
  label: value === 'individual' ? 'A person' : 'A company',
  hint: 'You sell in your own name, alone.',
  checked: value === 'individual',
}))
const create = {
  title: 'Register to get paid',
  types,
  typeProblem: undefined,
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

const LEFT =
  '“Hart Pottery” was disconnected from this marketplace on December 1, 2026. To be paid here again, register again.'

/** Fixtures by the name of the state that they show. */
export const viewFixtures: Record<string, Fixture> = {
  'start-empty': { view: 'registration/start', data: { title: 'Get paid', accounts: [], departures: [] } },
  'start-full': {
    view: 'registration/start',
    data: {
      title: 'Get paid',
      accounts: [summary, active, due],
      departures: [],
      notice: 'The registration has been deleted.',
    },
  },
  'list-empty': {
    view: 'registration/stripe-accounts',
    data: { title: 'Your registrations', accounts: [], departures: [] },
  },
  'list-left': {
    view: 'registration/stripe-accounts',
    data: { title: 'Your registrations', accounts: [], departures: [LEFT, LEFT] },
  },
  'list-full': {
    view: 'registration/stripe-accounts',
    data: {
      title: 'Your registrations',
      accounts: [summary, active, due, longest, rightToLeft],
      departures: [LEFT],
    },
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
      problems: [
        { text: 'Select who is registering.', target: 'business_type' },
        { text: 'Choose a country.', target: 'country' },
      ],
      typeProblem: 'Select who is registering.',
      countryProblem: 'Choose a country.',
    },
  },
  persons: {
    view: 'registration/people/persons',
    data: {
      title: 'People',
      steps: listOf('people'),
      company,
      complete: false,
      next: '/account/connect/edit-stripe-account?step=document',
    },
  },
  'persons-none': {
    view: 'registration/people/persons',
    data: { title: 'People', steps: listOf('people'), company: nobody, complete: false, next: '/x' },
  },
  'persons-complete': {
    view: 'registration/people/persons',
    data: {
      title: 'People',
      steps: listOf('people'),
      notice: 'Confirmed.',
      company: {
        ...company,
        people: company.people.slice(2),
        shares: undefined,
        groups: company.groups.slice(0, 1),
      },
      complete: true,
      next: '/x',
    },
  },
  'create-person': { view: 'registration/people/create-person', data: createPerson },
  'create-person-refused': {
    view: 'registration/people/create-person',
    data: {
      ...createPerson,
      isFirst: false,
      problems: [
        { text: 'Select at least one role', target: undefined },
        { text: 'Enter their job title.', target: 'relationship_title' },
      ],
    },
  },
  'edit-person': { view: 'registration/people/edit-person', data: editPerson },
  'edit-person-refused': {
    view: 'registration/people/edit-person',
    data: { ...editPerson, groups: [{ legend: 'Who they are', fields: everyKindRefused }, roles], problems },
  },
  person: {
    view: 'registration/people/person',
    data: {
      title: 'Elspeth Thorne',
      state: 'attention',
      roles: 'Representative · Director · Owns 60%',
      missing: ['Phone number'],
      refused: ['Passport, driving licence or identity card'],
      note: 'Waiting for Elspeth Thorne. Their link works until 8 December 2026.',
      closed: false,
      ask: '/account/connect/invite-person?personid=person_1',
      askLabel: 'Ask them to fill in their details',
      sections: [{ title: 'Who they are', answers: [{ label: 'First name', value: 'Elspeth' }] }],
      edit: '/account/connect/edit-person?personid=person_1',
      remove: '/account/connect/delete-person?personid=person_1',
      back: '/account/connect/persons?stripeid=acct_1',
    },
  },
  'delete-person': {
    view: 'registration/people/delete-person',
    data: {
      title: 'Remove Elspeth Thorne?',
      problems: [],
      roles: 'Director',
      refused: undefined,
      back: '/account/connect/person?personid=person_1',
    },
  },
  'delete-person-refused': {
    view: 'registration/people/delete-person',
    data: {
      title: 'Remove Elspeth Thorne?',
      problems: [],
      roles: 'Representative',
      refused:
        'The representative cannot be removed, because the company needs one. Change their details instead.',
      back: '/account/connect/person?personid=person_1',
    },
  },
  'invite-person': { view: 'registration/people/invite-person', data: invite },
  'invite-person-refused': {
    view: 'registration/people/invite-person',
    data: {
      ...invite,
      isReplaced: true,
      problem: 'Enter a name of at most 100 characters.',
      problems: [{ text: 'Enter a name of at most 100 characters.', target: 'invitee' }],
    },
  },
  'invite-person-made': {
    view: 'registration/people/invite-person',
    data: {
      ...invite,
      isReplaced: true,
      made: {
        address: `https://market.example/account/connect/invitation?person=person_1&secret=${'x'.repeat(43)}`,
        invitee: 'Elspeth Thorne',
        endsAt: day('2026-12-08'),
      } as object | undefined,
    },
  },
  invitation: { view: 'registration/people/invitation', data: invited },
  'invitation-refused': {
    view: 'registration/people/invitation',
    data: { ...invited, groups: [{ legend: 'Who you are', fields: everyKindRefused }], problems },
  },
  'invitation-ended': {
    view: 'registration/people/invitation-ended',
    data: {
      title: 'This link does not work any more',
      text: 'It has expired, or a newer one replaced it. Ask whoever sent it to you for another link.',
    },
  },
  'submit-group': { view: 'registration/people/submit-company-group', data: group },
  'submit-group-refused': {
    view: 'registration/people/submit-company-group',
    data: { ...group, refused: 'Stripe could not confirm that all directors are named.' },
  },
  'submit-group-none': {
    view: 'registration/people/submit-company-group',
    data: { ...group, members: [] },
  },
  'submit-group-incomplete': {
    view: 'registration/people/submit-company-group',
    data: {
      ...group,
      incomplete: 'Details are missing from Elspeth Thorne. You can confirm the list once they are complete.',
    },
  },
  'view-company': {
    view: 'registration/stripe-account',
    data: { ...view, company, account: { ...due, name: 'Thorne & Daughters Ltd' } },
  },
  'edit-every-kind': {
    view: 'registration/edit-stripe-account',
    data: {
      ...edit,
      step: step('about-you', 'About you', { groups: [{ legend: undefined, fields: everyKind }] }),
    },
  },
  'edit-for-stripe': {
    view: 'registration/edit-stripe-account',
    data: {
      ...edit,
      tokens: { script: '/stripe.js', settings: '{}' },
      step: step('about-you', 'About you', {
        groups: [{ legend: undefined, fields: everyKind.map((it) => ({ ...it, isForStripe: true })) }],
      }),
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
      drawnFor: { name: 'drawn-for', value: 'US usd' },
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
        next: { ...payout, status: 'in_transit', arrivesAt: day('2026-11-30'), bank: bank.name },
        after: { ...payout, amount: 18620, status: 'pending', arrivesAt: day('2026-12-07') },
        paid: [
          { amount: 148938, currency: 'usd' },
          { amount: 7800, currency: 'jpy' },
        ],
        schedule: 'Every Monday',
        delay: 2,
      },
      balance,
      company,
      payouts: [payout, { ...payout, status: 'failed', failure: 'account_closed' }],
    },
  },
  'view-money-none': {
    view: 'registration/stripe-account',
    data: {
      ...view,
      account: { ...active, headline: due.headline, action: due.action, deadline: due.deadline },
      banks: [bank],
      returnUrl: '/shop',
      money: {
        next: undefined,
        after: undefined,
        paid: [],
        schedule: undefined,
        delay: undefined,
      },
      balance,
    },
  },
  'view-full': {
    view: 'registration/stripe-account',
    data: {
      ...view,
      account: due,
      balance: { ...balance, safe: '$598.80 is safe in your balance.' },
      banks: [bank, { ...bank, currency: 'eur', status: 'errored' }],
      payouts: [
        payout,
        { ...payout, status: 'in_transit', amount: 990 },
        { ...payout, currency: 'jpy', status: 'failed', failure: 'account_closed' },
        { ...payout, status: 'something_new', failure: 'something_else' },
      ],
      pagination: {
        position: { first: 1, last: 4, total: 24 },
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
    data: {
      ...{ title: 'Delete this registration?', account: summary, returnUrl: undefined, problems: [] },
      left: undefined,
    },
  },
  'delete-left': {
    view: 'registration/delete-stripe-account',
    data: {
      ...{ title: 'Delete this registration?', account: active, returnUrl: undefined, problems: [] },
      left: 'There is still money in your balance: $598.80. You can delete this registration once it is paid out to you.',
    },
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
