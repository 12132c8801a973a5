/** The routes below `/api/administrator/connect` of the earlier module. */
import {
  about,
  aboutNew,
  aboutPayout,
  aboutPerson,
  type ContractRoute,
  ofAnIndividual,
  ofNobody,
  PAGING,
  type Refusal,
} from './routes.ts'

const noAccount: Refusal = {
  ...{ when: 'of no account', code: 'invalid-stripeid', status: 404 },
  sent: () => ({ query: { stripeid: 'acct_none' } }),
}

const ofNoPerson: Refusal = { ...ofNobody, ofPeople: true }

export const ADMINISTRATOR_ROUTES: readonly ContractRoute[] = [
  {
    method: 'DELETE',
    path: 'administrator/connect/delete-stripe-account',
    query: ['stripeid*'],
    returns: 'true',
    good: aboutNew(),
  },
  {
    ...{ method: 'GET', path: 'administrator/connect/payout', query: ['payoutid*'], returns: 'payout' },
    good: aboutPayout,
  },
  {
    method: 'GET',
    path: 'administrator/connect/payouts',
    query: ['stripeid', 'accountid', ...PAGING],
    returns: 'payout[]',
    good: (scene) => ({ query: { stripeid: scene.known.active, accountid: 'nobody' } }),
    refusals: [noAccount, ofNoPerson],
  },
  {
    method: 'GET',
    path: 'administrator/connect/payouts-count',
    query: ['stripeid', 'accountid'],
    returns: 'integer',
    good: () => ({ query: { accountid: 'nobody' } }),
  },
  {
    ...{ method: 'GET', path: 'administrator/connect/person', query: ['personid*'], returns: 'person' },
    good: aboutPerson('director'),
  },
  {
    method: 'GET',
    path: 'administrator/connect/persons',
    query: ['stripeid*', ...PAGING],
    returns: 'person[]',
    good: about('company'),
    refusals: [ofAnIndividual],
  },
  {
    ...{
      method: 'GET',
      path: 'administrator/connect/persons-count',
      query: ['stripeid*'],
      returns: 'integer',
    },
    good: about('company'),
    refusals: [ofAnIndividual],
  },
  {
    method: 'PATCH',
    path: 'administrator/connect/set-stripe-account-rejected',
    query: ['stripeid*'],
    body: ['reason'],
    returns: 'stripeAccount',
    good: aboutNew({ reason: 'terms_of_service' }),
    refusals: [
      { when: 'without one', code: 'invalid-reason', sent: about('individual', {}) },
      { when: 'with another', code: 'invalid-reason', sent: about('individual', { reason: 'dislike' }) },
    ],
  },
  {
    method: 'GET',
    path: 'administrator/connect/stripe-account',
    query: ['stripeid*'],
    returns: 'stripeAccount',
    good: about('individual'),
  },
  {
    method: 'GET',
    path: 'administrator/connect/stripe-accounts',
    query: ['accountid', ...PAGING],
    returns: 'stripeAccount[]',
    good: () => ({}),
    refusals: [ofNoPerson],
  },
  {
    method: 'GET',
    path: 'administrator/connect/stripe-accounts-count',
    query: ['accountid'],
    returns: 'integer',
    good: () => ({ query: { accountid: 'nobody' } }),
  },
]
