import Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { ConnectError } from '../../src/core/errors.ts'
import { fieldName, isGone, isKeyRefused, toConnectError, whatWentWrong } from '../../src/stripe/errors.ts'
import { startBench } from '../offline-stripe/support.ts'

const bench = await startBench()
const { stripe } = bench

/** Our error for a failed call. */
async function translated(call: Promise<unknown>): Promise<ConnectError> {
  const error = await call.then(
    () => expect.fail('the call succeeded'),
    (failure: unknown) => failure,
  )
  return toConnectError(error)
}

/** The SDK's error for an answer. */
function answered(statusCode: number, raw: Record<string, unknown>): Stripe.errors.StripeError {
  return Stripe.errors.StripeError.generate({ statusCode, message: '', ...raw } as never)
}

describe('what the offline Stripe refuses', () => {
  test('an account that the platform does not see may be one of another key, which an administrator must mend', async () => {
    const refusal = await translated(stripe.accounts.retrieve('acct_missing'))
    expect(refusal).toMatchObject({ code: 'stripe-unavailable', status: 503 })
    expect(isKeyRefused(refusal)).toBe(true)
  })

  test('a value is invalid, at its field', async () => {
    const account = await stripe.accounts.create({
      type: 'custom',
      country: 'US',
      business_type: 'individual',
      capabilities: { transfers: { requested: true } },
    })
    const error = await translated(
      stripe.accounts.update(account.id, { individual: { dob: { day: 40, month: 1, year: 1990 } } }),
    )
    expect(error).toMatchObject({
      code: 'invalid-individual_dob_day',
      status: 400,
      field: 'individual_dob_day',
    })
  })

  test('a payout that does not exist is not found', async () => {
    const account = await stripe.accounts.create({
      type: 'custom',
      country: 'US',
      capabilities: { transfers: { requested: true } },
    })
    const call = stripe.payouts.retrieve('po_missing', {}, { stripeAccount: account.id })
    expect(await translated(call)).toMatchObject({ code: 'invalid-payoutid', status: 404 })
  })

  test('a Stripe that does not answer is unavailable', async () => {
    const nobody = bench.client({ port: 1 })
    expect(await translated(nobody.accounts.retrieve('acct_1'))).toMatchObject({
      code: 'stripe-unavailable',
      status: 503,
    })
  })

  test('for a wrong key is unavailable, which an administrator must mend', async () => {
    const refusal = await translated(bench.client({ key: 'nonsense' }).accounts.retrieve('acct_1'))
    expect(refusal).toMatchObject({ code: 'stripe-unavailable', status: 503 })
    expect(isKeyRefused(refusal)).toBe(true)
  })
})

describe('what Stripe answers', () => {
  test.each([
    [429, { type: 'rate_limit_error', code: 'lock_timeout' }, 'stripe-unavailable', 503],
    [400, { type: 'invalid_request_error', code: 'rate_limit' }, 'stripe-unavailable', 503],
    [409, { type: 'idempotency_error', code: 'idempotency_key_in_use' }, 'stripe-unavailable', 503],
    [500, { type: 'api_error' }, 'stripe-unavailable', 503],
    [400, { type: 'idempotency_error' }, 'already-submitted', 409],
    [403, { type: 'invalid_request_error', code: 'account_invalid' }, 'stripe-unavailable', 503],
    [
      404,
      { type: 'invalid_request_error', code: 'resource_missing', param: 'account' },
      'stripe-unavailable',
      503,
    ],
    [404, { type: 'invalid_request_error' }, 'stripe-unavailable', 503],
    [
      404,
      { type: 'invalid_request_error', code: 'resource_missing', param: 'person' },
      'invalid-personid',
      404,
    ],
    [
      400,
      { type: 'invalid_request_error', code: 'token_already_used', param: 'account_token' },
      'invalid-token',
      400,
    ],
    [401, { type: 'invalid_request_error' }, 'stripe-unavailable', 503],
    [403, { type: 'invalid_request_error' }, 'stripe-unavailable', 503],
    [400, { type: 'invalid_request_error', code: 'api_key_expired' }, 'stripe-unavailable', 503],
    [
      400,
      { type: 'invalid_request_error', code: 'url_invalid', param: 'business_profile[url]' },
      'invalid-business_profile_url',
      400,
    ],
    [402, { type: 'card_error', code: 'card_declined' }, 'card-declined', 402],
    [400, { type: 'invalid_request_error' }, 'stripe-refused', 400],
    [
      400,
      { type: 'invalid_request_error', code: 'parameter_unknown', param: 'x' },
      'stripe-not-understood',
      502,
    ],
    [402, { type: 'card_error', code: 'parameters_exclusive' }, 'stripe-not-understood', 502],
  ])('%i %o is %s', (statusCode, raw, code, status) => {
    expect(toConnectError(answered(statusCode, raw))).toMatchObject({ code, status })
  })

  test('a missing object that a parameter names is a wrong value, not a missing account', () => {
    const param = 'individual[verification][document][front]'
    const error = answered(400, { type: 'invalid_request_error', code: 'resource_missing', param })
    expect(isGone(error)).toBe(false)
    expect(toConnectError(error).code).toBe('invalid-individual_verification_document_front')
  })

  test('is repeated to the person where it is meant for people', () => {
    const param = 'individual[address][postal_code]'
    const message = 'The postal code is not one of California.'
    const raw = { type: 'invalid_request_error', param, message }
    expect(toConnectError(answered(400, { ...raw, code: 'postal_code_invalid' })).problems).toEqual([
      { code: 'invalid-individual_address_postal_code', field: 'individual_address_postal_code', message },
    ])
    expect(toConnectError(answered(400, { ...raw, code: 'parameter_missing' })).problems).toEqual([
      { code: 'invalid-individual_address_postal_code', field: 'individual_address_postal_code' },
    ])
  })
})

test('a key in Stripe’s sentence reaches nobody', () => {
  const keys = ['sk_test_abc123', 'rk_live_abc123', 'whsec_abc123', 'sk_live_****abcd']
  for (const key of keys) {
    const message = `No such key: ${key}`
    const said = (type: string, more = {}) => answered(400, { type, message, ...more })
    const errors = [
      toConnectError(said('invalid_request_error', { param: 'country' })),
      toConnectError(said('invalid_request_error')),
      toConnectError(said('card_error')),
    ]
    for (const { message: shown, problems } of errors)
      expect(JSON.stringify([shown, problems])).toContain('No such key: [redacted]')
    expect(JSON.stringify(errors.map(({ message: shown, problems }) => [shown, problems]))).not.toContain(key)
    expect(whatWentWrong(said('invalid_request_error'))).toBe('No such key: [redacted]')
    const away = new Stripe.errors.StripeConnectionError({
      message: 'no',
      detail: new Error(message),
    } as never)
    expect(whatWentWrong(away)).toBe('No such key: [redacted]')
  }
})

test('what is not Stripe’s stays what it is', () => {
  const own = new ConnectError('invalid-country')
  expect(toConnectError(own)).toBe(own)
  const bug = new TypeError('a bug')
  expect(() => toConnectError(bug)).toThrow(bug)
})

test.each([
  ['individual[dob][day]', 'individual_dob_day'],
  ['individual.dob.day', 'individual_dob_day'],
  ['company[owners_provided]', 'company_owners_provided'],
  ['country', 'country'],
])('%s is the field %s', (param, field) => {
  expect(fieldName(param)).toBe(field)
})
