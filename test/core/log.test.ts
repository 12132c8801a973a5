import Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { createLogger } from '../../src/core/log.ts'

const PERSONAL = ['000123456789', '110000000', '123-45-6789', 'maya@example.com', '1901-01-01', 'Hart']

function recording() {
  const lines: string[] = []
  const log = createLogger('trace', { write: (line: string) => lines.push(line) })
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '') }
}

function stripeError() {
  return new Stripe.errors.StripeInvalidRequestError({
    type: 'invalid_request_error',
    code: 'account_number_invalid',
    param: 'external_account[account_number]',
    message: 'The number 000123456789 of Hart, born 1901-01-01, is not valid',
    headers: { authorization: 'Bearer sk_test_secret' },
    requestId: 'req_1',
    statusCode: 400,
    // Stripe sends more than its types say.
    ...{ account: { individual: { id_number: '123-45-6789', email: 'maya@example.com' } } },
  })
}

describe('a line', () => {
  test('is JSON with a time, a level in words and what was said', () => {
    const { log, last } = recording()
    log.info({ stripeid: 'acct_1' }, 'the account was fetched')
    expect(last()).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      stripeid: 'acct_1',
      msg: 'the account was fetched',
    })
  })

  test('of a child keeps what the child is about, without its secrets', () => {
    const { log, last } = recording()
    log.child({ requestId: 'abc', sessionToken: 'open sesame' }).warn('slow')
    expect(last()).toMatchObject({ level: 'warn', requestId: 'abc', sessionToken: '[redacted]' })
  })
})

describe('blanked', () => {
  test.each([
    'STRIPE_KEY',
    'apiKey',
    'authorization',
    'cookie',
    'set-cookie',
    'password',
    'passwordHash',
    'x-application-server-token',
    'stripe-signature',
    'csrf-token',
    'id_number',
    'individual_id_number',
    'ssn_last_4',
    'account_number',
    'routing_number',
    'iban',
    'dob',
    'individual_dob_day',
    'tax_id',
    'verification_document_front',
  ])('is %s, however deep', (name) => {
    const { log, lines } = recording()
    log.info({ [name]: 'sesame' })
    log.info({ request: { body: [{ [name]: { day: 'sesame' } }] } })
    expect(lines.join()).not.toContain('sesame')
    expect(lines.join()).toContain('[redacted]')
  })

  test('are secrets inside of sentences', () => {
    const { log, lines } = recording()
    log.error(
      new Error('Invalid key sk_test_abc123, rk_live_x, whsec_y at postgres://root:sesame@db.example/market'),
    )
    log.info('the endpoint signs with whsec_z')
    expect(lines.join()).not.toMatch(/sk_test_abc|rk_live_x|whsec_y|whsec_z|sesame/)
    expect(lines.join()).toContain('db.example')
  })

  test('are bytes, and what refers to itself ends', () => {
    const { log, last } = recording()
    const loop: Record<string, unknown> = { part: Buffer.from('sesame') }
    loop.itself = loop
    log.info({ loop })
    expect(last().loop.part).toBe('[6 bytes]')
  })
})

describe('an error of Stripe’s', () => {
  test.each<[string, (log: ReturnType<typeof recording>['log']) => void]>([
    ['alone', (log) => log.error(stripeError())],
    ['with words', (log) => log.error(stripeError(), 'the bank account was refused')],
    ['as a field', (log) => log.error({ err: stripeError() }, 'refused')],
    ['as a cause', (log) => log.error(new Error(stripeError().message, { cause: stripeError() }))],
    ['deep inside', (log) => log.error({ attempts: [{ reason: stripeError() }] }, 'refused')],
  ])('%s tells its code and request, and nothing of the person', (_, write) => {
    const { log, lines } = recording()
    write(log)
    const line = lines.join()
    for (const secret of [...PERSONAL, 'sk_test_secret']) expect(line).not.toContain(secret)
    expect(line).toContain('account_number_invalid')
    expect(line).toContain('req_1')
  })
})

test('an error of ours keeps its sentence and where it came from', () => {
  const { log, last } = recording()
  log.error({ err: new TypeError('accounts is not iterable') }, 'failed')
  expect(last().err).toMatchObject({ type: 'TypeError', message: 'accounts is not iterable' })
  expect(last().err.stack).toContain('log.test.ts')
})
