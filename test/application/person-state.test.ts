import { validateHeaderName, validateHeaderValue } from 'node:http'
import fc from 'fast-check'
import type { Stripe } from 'stripe'
import { describe, expect, test } from 'vitest'
import { buildPersonState } from '../../src/application/person-state.ts'
import { anyAccount, makeAccount } from './accounts.ts'

const FULL = { limit: 8192, format: 'full' } as const

function headersOf(accounts: Stripe.Account[], settings: Parameters<typeof buildPersonState>[1] = FULL) {
  return buildPersonState(accounts, settings).headers
}

function bytesOf(headers: Record<string, string>): number {
  return Object.entries(headers).reduce((sum, line) => sum + Buffer.byteLength(`${line.join(': ')}\r\n`), 0)
}

const parse = (value: string | undefined): Record<string, unknown>[] => JSON.parse(value ?? 'null')
const idsIn = (value: string | undefined) => parse(value).map(({ id }) => id)

describe('whatever people call themselves', () => {
  const anyAccounts = fc.array(anyAccount, { maxLength: 12 })
  const anySettings = fc.record({
    limit: fc.integer({ min: 512, max: 16_384 }),
    format: fc.constantFrom('full' as const, 'compact' as const),
  })

  test('every value is printable ASCII that Node sends and JSON gives back', () => {
    fc.assert(
      fc.property(anyAccounts, anySettings, (accounts, settings) => {
        for (const [name, value] of Object.entries(headersOf(accounts, settings))) {
          validateHeaderName(name)
          validateHeaderValue(name, value)
          expect(value).toMatch(/^[\x20-\x7e]*$/)
          JSON.parse(name.endsWith('format') ? `"${value}"` : value)
        }
      }),
    )
  })

  test('all headers together stay within the limit, and what is left out is said', () => {
    fc.assert(
      fc.property(anyAccounts, anySettings, (accounts, settings) => {
        const headers = headersOf(accounts, settings)
        expect(bytesOf(headers as Record<string, string>)).toBeLessThanOrEqual(settings.limit)
        const sent = parse(headers['x-stripe-accounts']).length
        expect(headers['x-stripe-accounts-count']).toBe(String(accounts.length))
        expect(Number(headers['x-stripe-accounts-truncated'] ?? 0)).toBe(accounts.length - sent)
        expect('x-stripe-accounts-truncated' in headers).toBe(sent < accounts.length)
      }),
    )
  })

  test('names and metadata come back as they were', () => {
    fc.assert(
      fc.property(anyAccount, (account) => {
        const [sent] = parse(headersOf([account], { limit: 1_000_000, format: 'full' })['x-stripe-accounts'])
        expect(sent).toEqual(JSON.parse(JSON.stringify(account)))
      }),
    )
  })
})

test('a person without accounts gets false and empty lists', () => {
  expect(headersOf([])).toEqual({
    'x-has-active-stripe-account': 'false',
    'x-active-stripe-account': 'false',
    'x-stripe-accounts': '[]',
    'x-stripe-accounts-active': '[]',
    'x-stripe-accounts-pending': '[]',
    'x-stripe-accounts-requiring': '[]',
    'x-stripe-accounts-format': 'full',
    'x-stripe-accounts-count': '0',
  })
})

test('each account stands in the lists that it belongs to', () => {
  const active = makeAccount({ id: 'acct_active', payouts_enabled: true })
  const pending = makeAccount({
    id: 'acct_pending',
    requirements: { pending_verification: ['individual.id_number'] },
  })
  const requiring = makeAccount({
    id: 'acct_requiring',
    payouts_enabled: true,
    requirements: { currently_due: ['individual.email'] },
  })
  const headers = headersOf([requiring, pending, active])

  expect(headers['x-has-active-stripe-account']).toBe('true')
  expect(idsIn(headers['x-stripe-accounts'])).toEqual(['acct_requiring', 'acct_pending', 'acct_active'])
  expect(idsIn(headers['x-stripe-accounts-active'])).toEqual(['acct_requiring', 'acct_active'])
  expect(idsIn(headers['x-stripe-accounts-pending'])).toEqual(['acct_pending'])
  expect(idsIn(headers['x-stripe-accounts-requiring'])).toEqual(['acct_requiring'])
})

describe('what is too long', () => {
  const long = (id: string, characters: number) => makeAccount({ id, email: 'x'.repeat(characters) })
  const heavy = (id: string, characters: number, payouts_enabled = false) =>
    makeAccount({ id, payouts_enabled, metadata: { note: 'x'.repeat(characters) } })

  test('is sent compact, all of it', () => {
    const headers = headersOf([long('acct_2', 9000), long('acct_1', 10)])
    expect(headers['x-stripe-accounts-format']).toBe('compact')
    expect(idsIn(headers['x-stripe-accounts'])).toEqual(['acct_2', 'acct_1'])
    expect(Object.keys(parse(headers['x-stripe-accounts'])[0] ?? {})).toEqual([
      'id',
      'object',
      'business_type',
      'country',
      'default_currency',
      'created',
      'charges_enabled',
      'payouts_enabled',
      'details_submitted',
      'capabilities',
      'requirements',
      'metadata',
    ])
  })

  test('is cut to the newest when even that is too long', () => {
    const headers = headersOf([heavy('acct_3', 3000), heavy('acct_2', 3000), heavy('acct_1', 3000)])
    expect(idsIn(headers['x-stripe-accounts'])).toEqual(['acct_3', 'acct_2'])
    expect(headers['x-stripe-accounts-truncated']).toBe('1')
  })

  test('does not take the place of the accounts after it', () => {
    const headers = headersOf([heavy('acct_2', 9000), heavy('acct_1', 10)])
    expect(idsIn(headers['x-stripe-accounts'])).toEqual(['acct_1'])
    expect(headers['x-stripe-accounts-truncated']).toBe('1')
  })

  test('is still counted: an active account that is left out makes its person active', () => {
    const headers = headersOf([heavy('acct_2', 10), heavy('acct_1', 9000, true)])
    expect(headers['x-stripe-accounts-active']).toBe('[]')
    expect(headers['x-has-active-stripe-account']).toBe('true')
  })

  test('is measured over all five headers: an account that stands in four lists counts four times', () => {
    const everywhere = makeAccount({
      email: 'x'.repeat(2000),
      payouts_enabled: true,
      requirements: { currently_due: ['individual.email'], pending_verification: ['individual.id_number'] },
    })
    expect(headersOf([everywhere])['x-stripe-accounts-format']).toBe('compact')
    expect(headersOf([{ ...everywhere, payouts_enabled: false }])['x-stripe-accounts-format']).toBe('full')
  })
})

test('compact is sent always when it is asked for', () => {
  expect(headersOf([makeAccount()], { limit: 8192, format: 'compact' })['x-stripe-accounts-format']).toBe(
    'compact',
  )
})

test('birth dates, home addresses and where consent came from are left out', () => {
  const address = {
    line1: '5 Secret Lane',
    city: null,
    country: null,
    line2: null,
    postal_code: null,
    state: null,
  }
  const account = makeAccount({
    individual: {
      first_name: 'Maya',
      dob: { day: 13, month: 7, year: 1987 },
      address,
      address_kana: { line1: 'secret' },
      address_kanji: { line1: 'secret' },
      registered_address: address,
    } as Stripe.Person,
    tos_acceptance: { date: 1_700_000_000, ip: '203.0.113.7', user_agent: 'Secret Browser' },
  })
  const value = headersOf([account])['x-stripe-accounts']
  expect(value).not.toMatch(/1987|secret|203\.0\.113\.7/i)
  expect(parse(value)[0]).toMatchObject({
    individual: { first_name: 'Maya' },
    tos_acceptance: { date: 1_700_000_000 },
  })
  expect(account.individual?.dob?.year).toBe(1987)
})

describe('the account that must be given something', () => {
  const owing = (...accounts: Stripe.Account[]) => buildPersonState(accounts, FULL).known?.owing
  const due = (
    id: string,
    current_deadline: number | null,
    disabled_reason: Stripe.Account.Requirements.DisabledReason | null = null,
  ) =>
    makeAccount({
      id,
      requirements: { currently_due: ['individual.email'], current_deadline, disabled_reason },
    })

  test('is the one with the nearest deadline', () => {
    expect(owing(due('acct_4', null), due('acct_3', 300), due('acct_2', 200), due('acct_1', null))).toBe(
      'acct_2',
    )
  })

  test('is the newest when none has a deadline', () => {
    expect(owing(makeAccount({ id: 'acct_3' }), due('acct_2', null), due('acct_1', null))).toBe('acct_2')
  })

  test('is never a rejected one, which nothing can be given to', () => {
    expect(owing(due('acct_1', 100, 'rejected.fraud'))).toBeUndefined()
  })
})
