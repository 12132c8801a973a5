/** The routes below `/api/user/connect` of the earlier module, but for those that take the answers to Stripe's questions. */
import {
  about,
  aboutNew,
  aboutOne,
  aboutPayout,
  aboutPerson,
  type ContractRoute,
  type Make,
  ofAnIndividual,
  ofNobody,
  ofSeller,
  PAGING,
  type Refusal,
} from './routes.ts'
import { DIRECTOR, type Scene } from './scene.ts'

const create =
  (body: Record<string, unknown>): Make =>
  (scene) => ({ ...ofSeller(scene), body })

const adding = (when: string, code: string, body: Record<string, unknown>): Refusal => ({
  ...{ when, code },
  sent: about('company', body),
})

const OWNER = { relationship_owner: 'true', relationship_title: 'Owner' }

function groupRoute(group: 'owners' | 'directors' | 'executives'): ContractRoute {
  return {
    method: 'PATCH',
    path: `user/connect/set-company-${group}-submitted`,
    query: ['stripeid*'],
    returns: 'stripeAccount',
    good: async (scene) => ({ query: { stripeid: await scene.company() } }),
    refusals: [
      ofAnIndividual,
      {
        ...{ when: 'a second time', code: 'invalid-stripe-account' },
        sent: async (scene) => ({ query: { stripeid: await scene.company(group) } }),
      },
      {
        ...{ when: 'where they are not asked for', code: 'invalid-stripe-account' },
        sent: aboutOne(undefined, group === 'directors' ? 'MX' : 'JP', 'company'),
      },
    ],
  }
}

/** What is missing from a company is said in this order. */
const submitting = (code: string, make: (scene: Scene) => Promise<string>, status = 400): Refusal => ({
  ...{ code, status },
  sent: async (scene) => ({ query: { stripeid: await make(scene) } }),
})

async function submitted(scene: Scene): Promise<string> {
  const stripeid = await scene.complete()
  const path = 'user/connect/set-stripe-account-submitted'
  await scene.call('seller', { method: 'PATCH', path, query: { stripeid } })
  return stripeid
}

export const SELLER_ROUTES: readonly ContractRoute[] = [
  {
    ...{ method: 'GET', path: 'user/connect/country-spec', query: ['countryid*'], returns: 'countrySpec' },
    good: () => ({ query: { countryid: 'GB' } }),
  },
  {
    ...{ method: 'GET', path: 'user/connect/country-specs', query: PAGING, returns: 'countrySpec[]' },
    good: () => ({ query: { offset: '1', limit: '2' } }),
  },
  {
    ...{ method: 'GET', path: 'user/connect/country-specs-count', query: [], returns: 'integer' },
    good: () => ({}),
  },
  {
    method: 'POST',
    path: 'user/connect/create-person',
    query: ['stripeid*'],
    body: [
      ...['relationship_title', 'relationship_percent_ownership', 'relationship_representative'],
      ...['relationship_executive', 'relationship_director', 'relationship_owner'],
    ],
    returns: 'person',
    good: aboutNew({ ...OWNER, relationship_percent_ownership: '25' }, 'GB', 'company'),
    refusals: [
      { ...ofAnIndividual, sent: about('individual', DIRECTOR) },
      adding('without a role', 'invalid-selection', { relationship_title: 'Director' }),
      adding('without a title', 'invalid-relationship_title', { relationship_director: 'true' }),
      adding('with a long title', 'invalid-relationship_title', {
        ...{ relationship_director: 'true', relationship_title: 'x'.repeat(5001) },
      }),
      ...['', 'half', '-1', '101', '0'].map((share) =>
        adding(`who owns "${share}" percent`, 'invalid-relationship_percent_ownership', {
          ...{ ...OWNER, relationship_percent_ownership: share },
        }),
      ),
      {
        ...{ when: 'in a role that is not asked for', code: 'invalid-stripe-account' },
        sent: aboutOne(DIRECTOR, 'MX', 'company'),
      },
    ],
  },
  {
    method: 'POST',
    path: 'user/connect/create-stripe-account',
    query: ['accountid*'],
    body: ['business_type', 'country'],
    returns: 'stripeAccount',
    good: create({ business_type: 'company', country: 'DE' }),
    refusals: [
      { code: 'invalid-business_type', sent: create({ country: 'DE' }) },
      { code: 'invalid-business_type', sent: create({ country: 'DE', business_type: 'charity' }) },
      { code: 'invalid-country', sent: create({ business_type: 'company' }) },
      { code: 'invalid-country', sent: create({ business_type: 'company', country: 'XX' }) },
      { ...ofNobody, sent: () => ({ query: { accountid: 'nobody' }, body: { country: 'DE' } }) },
    ],
  },
  {
    ...{ method: 'DELETE', path: 'user/connect/delete-person', query: ['personid*'], returns: 'true' },
    good: async (scene) => ({ query: { personid: await scene.person(await scene.company()) } }),
    refusals: [{ when: 'who represents it', code: 'invalid-person', sent: aboutPerson('representative') }],
  },
  {
    ...{
      method: 'DELETE',
      path: 'user/connect/delete-stripe-account',
      query: ['stripeid*'],
      returns: 'true',
    },
    good: aboutNew(),
  },
  {
    ...{ method: 'GET', path: 'user/connect/payout', query: ['payoutid*'], returns: 'payout' },
    good: aboutPayout,
  },
  {
    method: 'GET',
    path: 'user/connect/payouts',
    query: ['accountid*', 'stripeid', ...PAGING],
    returns: 'payout[]',
    good: ofSeller,
    refusals: [ofNobody],
  },
  {
    ...{ method: 'GET', path: 'user/connect/payouts-count', query: ['accountid*'], returns: 'integer' },
    good: ofSeller,
    refusals: [ofNobody],
  },
  {
    ...{ method: 'GET', path: 'user/connect/person', query: ['personid*'], returns: 'person' },
    good: aboutPerson('director'),
  },
  {
    method: 'GET',
    path: 'user/connect/persons',
    query: ['stripeid*', ...PAGING],
    returns: 'person[]',
    good: about('company'),
    refusals: [ofAnIndividual],
  },
  {
    ...{ method: 'GET', path: 'user/connect/persons-count', query: ['stripeid*'], returns: 'integer' },
    good: about('company'),
    refusals: [ofAnIndividual],
  },
  groupRoute('directors'),
  groupRoute('executives'),
  groupRoute('owners'),
  {
    method: 'PATCH',
    path: 'user/connect/set-stripe-account-submitted',
    query: ['stripeid*'],
    returns: 'stripeAccount',
    good: async (scene) => ({ query: { stripeid: await scene.complete() } }),
    refusals: [
      { ...submitting('invalid-stripe-account', submitted, 409), when: 'a second time' },
      submitting('invalid-payment-details', (scene) => scene.one()),
      submitting('invalid-company-owner', (scene) => scene.company('bank')),
      submitting('invalid-company-director', (scene) => scene.company('bank', 'owners')),
      submitting('invalid-company-executive', (scene) => scene.company('bank', 'owners', 'directors')),
      submitting('invalid-person', (scene) =>
        scene.company('bank', 'owners', 'directors', 'executives', 'representative'),
      ),
      submitting('invalid-registration', async (scene) => {
        const stripeid = await scene.complete()
        await scene.control('requirements', { account: stripeid, currently_due: ['business_profile.url'] })
        return stripeid
      }),
    ],
  },
  {
    ...{ method: 'GET', path: 'user/connect/stripe-account', query: ['stripeid*'], returns: 'stripeAccount' },
    good: about('individual'),
  },
  {
    method: 'GET',
    path: 'user/connect/stripe-accounts',
    query: ['accountid*', ...PAGING],
    returns: 'stripeAccount[]',
    good: ofSeller,
    refusals: [ofNobody],
  },
  {
    ...{
      method: 'GET',
      path: 'user/connect/stripe-accounts-count',
      query: ['accountid*'],
      returns: 'integer',
    },
    good: ofSeller,
    refusals: [ofNobody],
  },
]
