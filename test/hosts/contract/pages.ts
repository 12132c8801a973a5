/**
 * The pages of the earlier module: each with what it needs, the inputs of its form, and what the form leads to. The module keeps to
 * them, but for what is decided otherwise:
 *
 * - A saved form leads on to what comes next instead of back to itself, and a deletion to the list: with `return-url` to there.
 * - A page whose business is done, such as a list that was confirmed, leads to where that is shown.
 * - A refused form is shown again with 400 or 409 and every mistake in `#message-container`, each linked to its input.
 *
 * @module
 */
import type { Role } from './host.ts'
import { BANK, DIRECTOR, type Scene } from './scene.ts'

type Query = Record<string, string>

interface ContractForm {
  /** The names of its inputs, which are their ids, too. */
  inputs: readonly string[]
  /** An object that the form may change. */
  query?(scene: Scene): Promise<Query>
  good: Record<string, string>
  /** The path that it leads to when it was good. */
  leadsTo: string
  /** A mistake, and the input or the words that it is said with. */
  wrong?: { values: Record<string, string>; said: string }
}

export interface ContractPage {
  path: string
  /** Which id it needs; none for a page that is about nothing or everything. */
  id?: 'stripeid' | 'personid' | 'payoutid'
  query?(scene: Scene): Query
  /** Some words or markup of what it is for. */
  shows: RegExp
  form?: ContractForm
}

const account = (name: 'individual' | 'company' | 'unnamed' | 'active' | 'complete') => (scene: Scene) => ({
  stripeid: scene.known[name],
})
const person = (name: 'representative' | 'director') => (scene: Scene) => ({ personid: scene.known[name] })
const newAccount = async (scene: Scene) => ({ stripeid: await scene.account() })
const newCompany = async (scene: Scene) => ({ stripeid: await scene.company() })
const complete = async (scene: Scene) => ({ stripeid: await scene.complete() })
const newPerson = async (scene: Scene) => ({ personid: await scene.person(await scene.company()) })

const groupPage = (group: 'owners' | 'directors' | 'executives', title: string): ContractPage => ({
  path: `/account/connect/submit-company-${group}`,
  id: 'stripeid',
  query: account('unnamed'),
  shows: new RegExp(`<h1>${title}</h1>`),
  form: {
    inputs: [],
    query: newCompany,
    good: {},
    leadsTo: '/account/connect/persons',
  },
})

const SELLER_PAGES: readonly ContractPage[] = [
  { path: '/account/connect', shows: /stripe-account\?stripeid=acct_/ },
  { path: '/account/connect/stripe-accounts', shows: /stripe-account\?stripeid=acct_/ },
  {
    path: '/account/connect/create-stripe-account',
    shows: /<h1>/,
    form: {
      inputs: ['business_type', 'country'],
      good: { business_type: 'company', country: 'DE' },
      leadsTo: '/account/connect/edit-stripe-account',
      wrong: { values: { business_type: 'x', country: 'DE' }, said: 'href="#business_type"' },
    },
  },
  {
    ...{ path: '/account/connect/stripe-account', id: 'stripeid', query: account('active') },
    shows: /Ada Prints|Ada Example/,
  },
  {
    path: '/account/connect/edit-stripe-account',
    id: 'stripeid',
    query: (scene) => ({ stripeid: scene.known.individual, step: 'about-you' }),
    shows: /individual_first_name/,
    form: {
      inputs: ['individual_first_name', 'individual_last_name', 'individual_dob_day', 'individual_email'],
      query: async (scene) => ({ stripeid: await scene.account(), step: 'about-you' }),
      good: {
        ...{
          individual_first_name: 'Maya',
          individual_last_name: 'Hart',
          individual_email: 'maya@example.com',
        },
        ...{ individual_dob_day: '4', individual_dob_month: '7', individual_dob_year: '1986' },
        individual_phone: '020 7946 0123',
      },
      leadsTo: '/account/connect/edit-stripe-account',
      wrong: { values: { individual_dob_day: '99' }, said: 'href="#individual_dob_day"' },
    },
  },
  {
    path: '/account/connect/edit-payment-information',
    id: 'stripeid',
    query: account('individual'),
    shows: /<h1>/,
    form: {
      inputs: [
        'currency',
        'country',
        'account_holder_name',
        'account_holder_type',
        'sort_code',
        'account_number',
      ],
      query: newAccount,
      good: BANK,
      leadsTo: '/account/connect/edit-stripe-account',
      wrong: { values: { ...BANK, sort_code: '1' }, said: 'href="#sort_code"' },
    },
  },
  {
    ...{ path: '/account/connect/persons', id: 'stripeid', query: account('company') },
    shows: /edit-person\?personid=person_/,
  },
  {
    path: '/account/connect/create-person',
    id: 'stripeid',
    query: account('company'),
    shows: /<h1>/,
    form: {
      inputs: [
        ...['relationship_owner', 'relationship_director', 'relationship_executive'],
        ...['relationship_title', 'relationship_percent_ownership'],
      ],
      query: newCompany,
      good: DIRECTOR,
      leadsTo: '/account/connect/edit-person',
      wrong: { values: { relationship_director: 'true' }, said: 'href="#relationship_title"' },
    },
  },
  {
    ...{ path: '/account/connect/person', id: 'personid', query: person('director') },
    shows: /Director/,
  },
  {
    path: '/account/connect/edit-person',
    id: 'personid',
    query: person('director'),
    shows: /relationship_director/,
    form: {
      inputs: ['relationship_title', 'relationship_director', 'first_name', 'last_name'],
      query: newPerson,
      good: {
        ...{ ...DIRECTOR, first_name: 'Ada', last_name: 'Byron', email: 'ada@example.com' },
        ...{ dob_day: '4', dob_month: '7', dob_year: '1986', phone: '020 7946 0123' },
        ...{ address_line1: '12 Foundry Lane', address_city: 'Bristol', address_postal_code: 'BS1 4DJ' },
      },
      leadsTo: '/account/connect/persons',
      wrong: { values: { ...DIRECTOR, dob_day: '99' }, said: 'href="#dob_day"' },
    },
  },
  {
    path: '/account/connect/delete-person',
    id: 'personid',
    query: person('director'),
    shows: /<h1>/,
    form: {
      inputs: [],
      query: newPerson,
      good: {},
      leadsTo: '/account/connect/persons',
    },
  },
  groupPage('owners', 'Owners'),
  groupPage('directors', 'Directors'),
  groupPage('executives', 'Executives'),
  {
    path: '/account/connect/submit-stripe-account',
    id: 'stripeid',
    query: account('complete'),
    shows: /<h1>/,
    form: {
      inputs: ['consent'],
      query: complete,
      good: { consent: 'true' },
      leadsTo: '/account/connect/stripe-account',
      wrong: { values: {}, said: 'href="#consent"' },
    },
  },
  {
    path: '/account/connect/delete-stripe-account',
    id: 'stripeid',
    query: account('individual'),
    shows: /<h1>/,
    form: { inputs: [], query: newAccount, good: {}, leadsTo: '/account/connect' },
  },
]

const ADMINISTRATOR_PAGES: readonly ContractPage[] = [
  { path: '/administrator/connect', shows: /<svg[\s\S]*<h2/ },
  { path: '/administrator/connect/stripe-accounts', shows: /stripe-account\?stripeid=acct_/ },
  {
    ...{ path: '/administrator/connect/stripe-account', id: 'stripeid', query: account('active') },
    shows: /Ada Prints/,
  },
  { path: '/administrator/connect/payouts', shows: /payout\?payoutid=po_/ },
  {
    ...{
      path: '/administrator/connect/payout',
      id: 'payoutid',
      query: ({ known }) => ({ payoutid: known.payout }),
    },
    shows: /\$10\.00/,
  },
  {
    path: '/administrator/connect/delete-stripe-account',
    id: 'stripeid',
    query: account('individual'),
    shows: /<h1>/,
    form: { inputs: [], query: newAccount, good: {}, leadsTo: '/administrator/connect/stripe-accounts' },
  },
  {
    path: '/administrator/connect/reject-stripe-account',
    id: 'stripeid',
    query: account('individual'),
    shows: /<h1>/,
    form: {
      inputs: ['reason'],
      query: newAccount,
      good: { reason: 'terms_of_service' },
      leadsTo: '/administrator/connect/stripe-account',
      wrong: { values: { reason: '' }, said: 'href="#reason"' },
    },
  },
]

/** Everybody's pages, with who they are for. */
export const PAGES: readonly (ContractPage & { role: Role })[] = [
  ...SELLER_PAGES.map((page) => ({ ...page, role: 'seller' as const })),
  ...ADMINISTRATOR_PAGES.map((page) => ({ ...page, role: 'administrator' as const })),
]
