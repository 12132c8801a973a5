/** The routes of the earlier module that take a bank account and the answers to Stripe's questions. */
import {
  about,
  aboutNew,
  aboutOne,
  aboutPerson,
  type ContractRoute,
  type Refusal,
  type Sent,
} from './routes.ts'
import { BANK } from './scene.ts'

const HOLDER = { account_holder_name: 'Maya Hart', account_holder_type: 'individual' }

/** A bank account with a number missing. */
const without = (number: string, country: string, numbers: Record<string, string>): Refusal => ({
  ...{ when: `in ${country}`, code: `invalid-external_account.${number}` },
  async sent(scene) {
    const stripeid = await scene.one(country)
    const { default_currency: currency } = await scene.stripe.countrySpecs.retrieve(country)
    return { query: { stripeid }, body: { ...HOLDER, country, currency, ...numbers } }
  },
})

const bankWith = (code: string, changes: Record<string, unknown>, when = 'missing'): Refusal => {
  const body = Object.entries({ ...BANK, ...changes }).filter(([, value]) => value !== undefined)
  return { when, code, sent: about('individual', Object.fromEntries(body)) }
}

const paymentInformation: ContractRoute = {
  method: 'PATCH',
  path: 'user/connect/update-payment-information',
  query: ['stripeid*'],
  body: [
    ...['currency', 'country', 'account_holder_name', 'account_holder_type', 'account_number', 'bank_code'],
    ...['branch_code', 'bsb_number', 'clearing_code', 'iban', 'institution_number', 'routing_number'],
    ...['sort_code', 'transit_number'],
  ],
  returns: 'stripeAccount',
  good: aboutNew(BANK),
  refusals: [
    bankWith('invalid-currency', { currency: undefined }),
    bankWith('invalid-country', { country: undefined }),
    bankWith('invalid-country', { country: 'XX' }, 'unknown'),
    bankWith('invalid-account_holder_name', { account_holder_name: undefined }),
    bankWith('invalid-account_holder_type', { account_holder_type: undefined }),
    bankWith('invalid-account_holder_type', { account_holder_type: 'family' }, 'unknown'),
    bankWith('invalid-currency', { currency: 'brl' }, 'not one of the country'),
    without('account_number', 'AU', { bsb_number: '110000' }),
    without('bsb_number', 'AU', { account_number: '000123456' }),
    without('bank_code', 'BR', { branch_code: '0000', account_number: '0001234' }),
    without('branch_code', 'JP', {
      bank_code: '1100',
      account_number: '0001234',
      account_holder_name: 'ヤマダ',
    }),
    without('institution_number', 'CA', { transit_number: '11000', account_number: '000123456789' }),
    without('transit_number', 'CA', { institution_number: '000', account_number: '000123456789' }),
    without('clearing_code', 'HK', { branch_code: '000', account_number: '000123456' }),
    without('branch_code', 'SG', { bank_code: '1100', account_number: '000123456' }),
    without('routing_number', 'US', { account_number: '000123456789' }),
    without('routing_number', 'MY', { account_number: '000123456000' }),
    without('sort_code', 'GB', { account_number: '00012345' }),
    without('iban', 'DE', {}),
    without('iban', 'FR', { iban: 'FR00' }),
  ],
}

/** One wrong answer, refused by its name. */
const wrong = (name: string, value: string, sent: (body: Sent['body']) => Refusal['sent']): Refusal => ({
  ...{ when: `"${value}"`, code: `invalid-${name}` },
  sent: sent({ [name]: value }),
})

const ofPerson = (name: string, value: string) =>
  wrong(name, value, (body) => aboutPerson('representative', body))
const ofIndividual = (name: string, value: string, country = 'US') =>
  wrong(name, value, (body) => aboutOne(body, country))
const ofCompany = (name: string, value: string, country = 'US') =>
  wrong(name, value, (body) => aboutOne(body, country, 'company'))

const born = (prefix: string, changed: 'day' | 'month' | 'year', value: string) => ({
  [`${prefix}dob_day`]: '1',
  [`${prefix}dob_month`]: '2',
  [`${prefix}dob_year`]: '1980',
  [`${prefix}dob_${changed}`]: value,
})

/** An answer that only an American company's people are asked for. */
const ofAmerican = (name: string, value: string): Refusal => ({
  ...{ when: `"${value}" in the United States`, code: `invalid-${name}` },
  sent: (scene) => ({ query: { personid: scene.known.american }, body: { [name]: value } }),
})

const person: ContractRoute = {
  method: 'PATCH',
  path: 'user/connect/update-person',
  query: ['personid*'],
  returns: 'person',
  good: aboutPerson('representative', {
    first_name: 'Ada',
    last_name: 'Byron',
    relationship_title: 'Founder',
  }),
  refusals: [
    ofPerson('token', 'ct_1'),
    ...(['day', 'month', 'year'] as const).flatMap((part) =>
      ['99', ''].map(
        (value): Refusal => ({
          ...{ when: `"${value}"`, code: `invalid-dob_${part}` },
          sent: aboutPerson('representative', born('', part, value)),
        }),
      ),
    ),
    ofPerson('relationship_percent_ownership', '101'),
    ofPerson('address_country', 'XX'),
    ofAmerican('address_state', 'ZZ'),
    ofPerson('email', 'nonsense'),
    ofAmerican('id_number', '1'),
    ofAmerican('ssn_last_4', '1'),
    ofPerson('phone', '1'),
    ofPerson('nickname', 'Countess'),
  ],
}

const stripeAccount: ContractRoute = {
  method: 'PATCH',
  path: 'user/connect/update-stripe-account',
  query: ['stripeid*'],
  returns: 'stripeAccount',
  good: aboutNew({
    individual_first_name: 'Maya',
    individual_last_name: 'Hart',
    business_profile_mcc: '5942',
  }),
  refusals: [
    ofIndividual('token', 'ct_1'),
    ...(['day', 'month', 'year'] as const).flatMap((part) =>
      ['99', ''].map(
        (value): Refusal => ({
          ...{ when: `"${value}"`, code: `invalid-individual_dob_${part}` },
          sent: aboutOne(born('individual_', part, value)),
        }),
      ),
    ),
    ofIndividual('business_profile_mcc', '1'),
    ofIndividual('business_profile_url', 'no address'),
    ofCompany('company_tax_id', '1'),
    ofCompany('company_registration_number', 'x'.repeat(5001), 'GB'),
    ofCompany('company_business_vat_id_number', 'x', 'GB'),
    ofIndividual('individual_id_number', '1'),
    ofIndividual('individual_ssn_last_4', '123'),
    ofIndividual('individual_gender', 'x', 'JP'),
    ofIndividual('individual_phone', '1'),
    ofCompany('company_address_country', 'XX'),
    ofIndividual('individual_address_country', 'XX'),
    ofCompany('company_address_state', 'ZZ'),
    ofIndividual('individual_address_state', 'ZZ'),
    ofCompany('company_address_kana_city', 'Shibuya', 'JP'),
    ofCompany('company_address_kana_town', 'Jingumae', 'JP'),
    {
      ...{ when: 'once it is rejected', code: 'invalid-stripe-account', status: 409 },
      async sent(scene) {
        const stripeid = await scene.account()
        const path = 'administrator/connect/set-stripe-account-rejected'
        const rejecting = { method: 'PATCH', path, query: { stripeid }, body: { reason: 'other' } }
        await scene.call('administrator', rejecting)
        return { query: { stripeid }, body: { individual_first_name: 'Maya' } }
      },
    },
  ],
}

export const ANSWER_ROUTES = [paymentInformation, person, stripeAccount]
